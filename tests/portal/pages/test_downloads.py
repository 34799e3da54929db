"""The whole catalogue to take away: a file that stands ready and holds nothing withdrawn."""

import io
import json
import threading
import zipfile

import pytest
from django.core.management import call_command
from django.utils import timezone

from forum.models import Person
from initiatives.models import Initiative
from portal import downloads
from tests.factories import (
    ForumFactory,
    InitiativeFactory,
    OrganizationFactory,
    PersonFactory,
    SessionFactory,
)
from tests.pages import visible_text

PATH = "/data/catalogue.zip"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DOWNLOADS_ROOT = tmp_path / "downloads"
    return settings.DOWNLOADS_ROOT


@pytest.fixture
def untouchable(monkeypatch):
    """From here on, making the file is a fault."""

    def forbid():
        def export(*arguments):
            raise AssertionError("The file was made.")

        monkeypatch.setattr(downloads, "export", export)

    return forbid


def members(response):
    """The members of the ZIP that was answered with: JSON read, by name."""
    archive = zipfile.ZipFile(io.BytesIO(response.content))
    assert archive.testzip() is None
    return {
        name: json.loads(archive.read(name)) if name.endswith(".json") else archive.read(name)
        for name in archive.namelist()
    }


def titles(response):
    return [record["title"] for record in members(response)["catalogue/initiatives.json"]]


def test_it_holds_all_that_is_published_and_no_draft(client, db):
    InitiativeFactory(title="Seeds")
    for publication in ("draft", "in-review", "archived"):
        InitiativeFactory(title=f"Secret {publication}", publication=publication)
        OrganizationFactory(name=f"Secret {publication}", publication=publication)
        PersonFactory(name=f"Secret {publication}", publication=publication)
    SessionFactory(title="Secret session", forum=ForumFactory(publication="draft"))
    call_command("make_downloads", verbosity=0)
    response = client.get(PATH)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/zip"
    assert "decent-work-solutions.zip" in response.headers["Content-Disposition"]
    assert titles(response) == ["Seeds"]
    assert b"CC BY 4.0" in members(response)["catalogue/README.txt"]
    assert "Secret" not in json.dumps(
        {name: held for name, held in members(response).items() if name.endswith(".json")}
    )


def test_the_whole_catalogue_goes_out(client, catalogue):
    call_command("make_downloads", verbosity=0)
    assert len(titles(client.get(PATH))) == Initiative.objects.published().count()


def test_no_request_has_it_made(client, db, untouchable):
    """Whatever is asked, with whatever cookie: the same file, at the price of a file."""
    InitiativeFactory()
    downloads.make()
    untouchable()
    first = client.get(PATH)
    for query in ("?junk=1", "?junk=2", "?", "?format=html"):
        assert client.get(PATH + query).content == first.content
    for headers in ({"Cookie": "sessionid=x"}, {"Authorization": "Basic eDp5"}):
        answer = client.get(PATH, headers=headers)
        assert answer.content == first.content
        assert answer.headers["ETag"] == first.headers["ETag"]
        assert answer.headers["Cache-Control"] == first.headers["Cache-Control"]
    headed = client.head(PATH + "?junk=3")
    assert headed.content == b""
    assert headed.headers["Content-Length"] == str(len(first.content))
    InitiativeFactory(title="Later")
    assert client.get(PATH).content == first.content


def test_a_request_costs_the_same_however_much_there_is(client, db, django_assert_max_num_queries):
    InitiativeFactory.create_batch(3)
    downloads.make()
    with django_assert_max_num_queries(3):
        assert client.get(PATH).status_code == 200


def test_it_can_be_resumed_and_is_not_sent_twice(client, db):
    InitiativeFactory()
    downloads.make()
    whole = client.get(PATH)
    part = client.get(PATH, headers={"Range": "bytes=10-", "If-Range": whole.headers["ETag"]})
    assert part.status_code == 206
    assert whole.content[:10] + part.content == whole.content
    for condition in (
        {"If-None-Match": whole.headers["ETag"]},
        {"If-Modified-Since": whole.headers["Last-Modified"]},
    ):
        assert client.get(PATH, headers=condition).status_code == 304


def test_before_it_is_made_one_is_asked_to_come_back(client, db):
    response = client.get(PATH)
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "60"
    assert response.headers["Cache-Control"] == "no-store"
    page = client.get("/data/")
    assert PATH not in page.content.decode()
    assert "Come back in a minute." in visible_text(page)


@pytest.mark.parametrize(
    "withdraw",
    [
        lambda: Initiative.objects.update(publication="archived"),
        lambda: Initiative.objects.all().delete(),
        lambda: Person.objects.update(publication="draft"),
        lambda: SessionFactory._meta.model.objects.all().delete(),
    ],
    ids=["archived", "deleted", "a person", "a session"],
)
def test_what_is_withdrawn_is_gone_at_once(client, db, withdraw):
    InitiativeFactory(title="Stays", slug="stays")
    session = SessionFactory(forum=ForumFactory())
    PersonFactory()
    downloads.make()
    etag = client.get(PATH).headers["ETag"]
    withdraw()
    for headers in ({}, {"If-None-Match": etag}, {"Range": "bytes=0-99"}):
        response = client.get(PATH, headers=headers)
        assert response.status_code == 503
        assert response.headers["Retry-After"] == "60"
    downloads.make()
    answer = client.get(PATH)
    assert answer.status_code == 200
    assert answer.headers["ETag"] != etag
    assert session.pk


def test_a_corrected_text_waits_for_the_next_file_and_the_page_says_of_when_it_is(client, db):
    InitiativeFactory(title="First")
    made = downloads.make().made
    Initiative.objects.update(title="Second")
    assert titles(client.get(PATH)) == ["First"]
    page = client.get("/data/").content.decode()
    assert f'<time datetime="{made.isoformat()}">' in page
    assert abs((timezone.now() - made).total_seconds()) < 60
    downloads.make()
    assert titles(client.get(PATH)) == ["Second"]


def test_it_is_made_once_for_a_revision(db, untouchable):
    InitiativeFactory()
    made = downloads.make()
    untouchable()
    assert downloads.make() == made


def test_it_is_made_again_by_another_release(db, monkeypatch):
    made = downloads.make()
    monkeypatch.setattr(downloads, "version", lambda: "another")
    assert downloads.make().release == "another"
    assert downloads.latest().digest == made.digest  # the same records give the same bytes


def test_former_files_go_but_the_one_that_somebody_may_be_reading(db, folder):
    made = []
    for number in range(4):
        InitiativeFactory(title=f"Number {number}")
        made.append(downloads.make().path)
    assert set(folder.glob("catalogue-*.zip")) == set(made[-2:])


def test_a_file_that_could_not_be_finished_leaves_the_former_one(client, db, monkeypatch):
    InitiativeFactory(title="First")
    downloads.make()
    InitiativeFactory(title="Second")

    def full(*arguments):
        raise OSError("No space left on device")

    monkeypatch.setattr(downloads, "export", full)
    with pytest.raises(OSError, match="No space left"):
        downloads.make()
    assert titles(client.get(PATH)) == ["First"]


def test_readers_get_whole_files_while_new_ones_take_their_place(client, db):
    InitiativeFactory()
    downloads.make()
    faults, ended = [], threading.Event()

    def read():
        while not ended.is_set():
            download = downloads.latest()
            try:
                zipfile.ZipFile(download.path).testzip()
            except (OSError, zipfile.BadZipFile) as error:
                faults.append(error)

    reader = threading.Thread(target=read)
    reader.start()
    for number in range(5):
        InitiativeFactory(title=f"Number {number}")
        downloads.make()
    ended.set()
    reader.join()
    assert faults == []


def test_whoever_makes_it_is_alone(folder):
    folder.mkdir()
    inside = threading.Event()

    def enter():
        with downloads.locked(folder / "lock"):
            inside.set()

    other = threading.Thread(target=enter)
    with downloads.locked(folder / "lock"):
        other.start()
        assert not inside.wait(0.3)
    assert inside.wait(10)
    other.join()
