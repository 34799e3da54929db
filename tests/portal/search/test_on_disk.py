"""The index on the disk of a machine: shared by its processes, and never trusted."""

import os
import subprocess
import sys

import pytest

from core.models import RevisionMark
from core.search import kept
from core.search.disk import store
from core.search.index import CatalogueIndex
from core.search.text_index import TextIndex
from core.search.worker import IndexWorker, worker
from initiatives.models import Initiative, Organization
from tests.factories import InitiativeFactory, OrganizationFactory

pytestmark = pytest.mark.django_db

# Another process, which is making an index for ever.
HOLDS = """
import fcntl, sys, time
lock = open(sys.argv[1])
fcntl.flock(lock, fcntl.LOCK_EX)
print("held", flush=True)
time.sleep(3600)
"""
READ_WHOLE, TAKEN = "reading the catalogue", "from the disk"


class Process(IndexWorker):
    """The worker of another process of the machine, without its thread."""

    def __init__(self):
        super().__init__()
        self.register_catalogue(worker._catalogue.collection, worker._public_keys)
        self._others.kinds.update(worker._others.kinds)
        self.register_suggestions(worker._suggestions, worker._reads)
        self.shown = []
        self.kept = kept.KeptIndex(self._catalogue.collection, self._others.kinds)

    def follow(self):
        """What the thread does again and again, and the end of what it has begun."""
        self._bring_up(CatalogueIndex.build)
        self._share()
        if self.kept._saving:
            self.kept._saving.join()
        return self

    def _show(self, **parts):
        super()._show(**parts)
        self.shown.append(self.snapshot)

    def finds(self, words):
        """The titles of what lists show for some words."""
        catalogue = self.snapshot.catalogue
        return sorted(catalogue.shown[key].title for key in catalogue.matching(words).keys)


@pytest.fixture
def root(settings, tmp_path):
    settings.INDEX_ROOT = tmp_path / "index"
    return settings.INDEX_ROOT


@pytest.fixture
def start(root, caplog):
    """Start a process; what it says of the index is in `said`, of the last one started."""
    caplog.set_level("INFO", "core.search")
    InitiativeFactory(title="Seed banks", start_year=2011, themes=["farming"])
    InitiativeFactory(title="Bread ovens", start_year=2014)
    OrganizationFactory(name="Union of Bakers")

    def start():
        caplog.clear()
        return Process().follow()

    return start


def test_a_process_begins_with_what_another_one_has_made(
    start, caplog, django_assert_max_num_queries
):
    first = start()
    assert READ_WHOLE in caplog.text
    with django_assert_max_num_queries(60) as asked:
        second = start()
    assert TAKEN in caplog.text
    assert READ_WHOLE not in caplog.text
    assert not [q for q in asked if 'FROM "initiatives_initiative" ' in q["sql"]]
    was, now = first.snapshot, second.snapshot
    assert second.finds("seed") == ["Seed banks"]
    assert second.finds("bakd ovens") == first.finds("bakd ovens")
    for part in ("facets", "numbered", "orders", "by_id", "labels", "public"):
        assert getattr(now.catalogue, part) == getattr(was.catalogue, part), part
    assert dict(now.catalogue.shown) == dict(was.catalogue.shown)
    found = [one.search_of_others.found(Organization, "baker").keys for one in (was, now)]
    assert found[0] == found[1] != []
    suggested = [one.names.beginning_with("seed ba") for one in (was, now)]
    assert suggested[0] == suggested[1] != []
    assert was.names.known.keys() == now.names.known.keys()


def test_it_follows_what_was_edited_while_nobody_ran(start, caplog):
    start()
    Initiative.objects.filter(title="Bread ovens").update(title="Clay stoves")
    OrganizationFactory(name="Union of Potters")
    after = start()
    assert "1 changed" in caplog.text
    assert READ_WHOLE not in caplog.text
    assert (after.finds("stoves"), after.finds("ovens")) == (["Clay stoves"], [])
    assert after.snapshot.search_of_others.found(Organization, "potters").keys
    assert after.snapshot.names.beginning_with("clay")
    assert after.snapshot.is_of_one_revision


def test_what_was_withdrawn_meanwhile_is_never_shown(start):
    start()
    withdrawn = Initiative.objects.get(title="Seed banks")
    Initiative.objects.filter(pk=withdrawn.pk).update(publication="archived")
    after = start()
    for shown in after.shown:
        assert withdrawn.pk not in shown.catalogue.public
        assert not shown.catalogue.matching("seed").keys
        assert not (shown.names and shown.names.beginning_with("seed"))


def generation(root):
    (pieces,) = root.glob("*/generations/*/pieces")
    return pieces.parent


def flip(path):
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.chmod(0o600)
    path.write_bytes(content)


def term_file(root):
    return next((generation(root) / "catalogue").glob("*.term"))


FAULTS = {
    "a flipped bit": lambda root: flip(generation(root) / "pieces"),
    "a flipped bit of texts": lambda root: flip(term_file(root)),
    "a file cut short": lambda root: os.truncate(term_file(root), 10),
    "a file that is gone": lambda root: term_file(root).unlink(),
    "a note that is damaged": lambda root: flip(next(root.glob("*/current"))),
    "another history": lambda root: RevisionMark.objects.update(mark=1),
    "a backup from before": lambda root: RevisionMark.objects.all().delete(),
    "another release": lambda root: None,
}


@pytest.mark.parametrize("fault", FAULTS)
def test_what_cannot_be_trusted_is_thrown_away_and_made_anew(
    start, root, caplog, monkeypatch, fault
):
    start()
    FAULTS[fault](root)
    if fault == "another release":
        monkeypatch.setattr(kept, "form", lambda: "another")
    after = start()
    assert caplog.text.count("thrown away") == 1
    assert READ_WHOLE in caplog.text
    assert after.finds("seed") == ["Seed banks"]
    start()
    assert TAKEN in caplog.text or fault == "a backup from before"


def test_where_the_disk_does_not_do_the_index_is_in_memory(start, root, caplog):
    root.write_text("no folder")
    after = start()
    after.follow()
    assert after.finds("seed") == ["Seed banks"]
    assert caplog.text.count("in memory alone") == 1


def test_where_the_disk_is_full_meanwhile_it_goes_on_in_memory(start, caplog, monkeypatch):
    process = start()
    process.follow()
    add = TextIndex._add

    def full(texts, writer, documents):
        if texts.folder:
            raise ValueError("No space left on device")
        add(texts, writer, documents)

    monkeypatch.setattr(TextIndex, "_add", full)
    Initiative.objects.filter(title="Bread ovens").update(title="Clay stoves")
    process.follow()
    assert process.finds("stoves") == ["Clay stoves"]
    assert caplog.text.count("in memory alone") == 1


def test_where_the_disk_cannot_be_read_any_more_it_goes_on_in_memory(start, root, caplog):
    process = start()
    current = next(root.glob("*/current"))
    current.unlink()
    current.mkdir()
    Initiative.objects.filter(title="Bread ovens").update(title="Clay stoves")
    process.follow()
    assert process.finds("stoves") == ["Clay stoves"]
    assert caplog.text.count("in memory alone") == 1


def test_one_process_makes_it_and_when_it_is_killed_another_one_does(start, root, caplog):
    process = Process()
    folder = process.kept._store.root
    command = [sys.executable, "-c", HOLDS, folder / "lock"]
    killed = subprocess.Popen(command, stdout=subprocess.PIPE)
    killed.stdout.readline()
    assert not process.kept.begin()
    process._stopping.set()  # or it would wait until the index is made
    process._bring_up(CatalogueIndex.build)
    assert process.snapshot.catalogue is None
    killed.kill()
    killed.communicate()
    assert start().finds("seed") == ["Seed banks"]


def test_what_has_changed_is_kept_again_and_taken_by_the_others(start, root, monkeypatch):
    monkeypatch.setattr(kept, "SETTLED", 0)
    monkeypatch.setattr(kept, "SELDOM", 0)
    monkeypatch.setattr(kept, "SHARE", 0)
    first, second = start(), start()
    before = generation(root).name
    Initiative.objects.filter(title="Bread ovens").update(title="Clay stoves")
    first.follow()
    at = first.snapshot.catalogue.revision
    assert first.kept.on_disk() == at
    second.follow()
    second.follow()
    assert second.kept._revision == at
    assert second.finds("stoves") == ["Clay stoves"]
    first.follow()
    del first, second
    start()
    assert [path.name for path in root.glob("*/generations/*") if path.is_dir()] != [before]
    assert len([path for path in root.glob("*/generations/*") if path.is_dir()]) == 1


def test_texts_that_one_process_changes_stay_as_they_are_for_the_others(start):
    start()
    one, other = start(), start()
    Initiative.objects.filter(title="Bread ovens").update(title="Clay stoves")
    one.follow()
    assert one.finds("stoves") == ["Clay stoves"]
    assert other.finds("ovens") == ["Bread ovens"]
    assert other.follow().finds("ovens") == []


def test_without_shared_memory_changes_are_on_the_disk(start, monkeypatch, tmp_path):
    monkeypatch.setattr(store, "SHARED_MEMORY", tmp_path / "nowhere")
    start()
    Initiative.objects.filter(title="Bread ovens").update(title="Clay stoves")
    assert start().finds("stoves") == ["Clay stoves"]
