"""Files that are uploaded at the desk: looked at row by row, taken in as drafts, undone."""

import csv

import pytest

from core.admin import undo_pages
from core.history import recorded
from core.models import Draft, Edit, EditedRow
from forum.models import Person
from initiatives.models import Initiative, Organization, Source
from portal.desk.roles import CURATORS, EDITORS
from portal.exchange.exporting import records_held
from portal.imports.arrivals import GONE_ON
from portal.imports.kinds import FILE_OF
from portal.imports.models import Import
from portal.imports.running import run_all
from tests.desk import Page, said, signed_in, words_of_programmers
from tests.portal.exchange.exchange_folder import INITIATIVE, SOURCE, sound
from tests.portal.imports.world import (
    URL,
    ask,
    checked,
    done,
    file_of,
    imported,
    last,
    mark_on,
    outcomes,
    upload,
    whats,
    zipped,
)

pytestmark = pytest.mark.usefixtures("catalogue")


@pytest.fixture
def amina():
    return signed_in("amina", CURATORS)


@pytest.fixture
def bo():
    return signed_in("bo", EDITORS)


def ilo(**changes):
    """The file of an organization that readers see, as it is but for some changes."""
    return file_of("organizations.json", [ilo_held(**changes)])


def ilo_held(**changes):
    return records_held(FILE_OF["organizations"], ["ilo"])["ilo"] | changes


def described_anew():
    """A source that readers see, with another title."""
    cited = Source.objects.filter(initiativecitations__isnull=False).first()
    return {"url": cited.url, "title": "Another title", "publisher": cited.publisher}


def twin(**changes):
    """The file of an organization that may be one that readers see."""
    name = Organization.objects.get(slug="ilo").name
    record = {"slug": "ilo-again", "name": name, "acronym": "ILO", "kind": "government"}
    return file_of("organizations.json", [record | {"sources": [SOURCE]} | changes])


def amina_types(amina, draft, **typed):
    """Have her open a draft of an organization, type, and save it."""
    page = Page(amina, f"/admin/initiatives/organization/drafts/{draft.pk}/")
    assert page.fill(**typed).send("_draft").status_code == 302
    assert draft.versions.count() == 2


class TestLooking:
    def test_every_row_is_shown_before_anything_is_written(self, amina):
        before = EditedRow.objects.count()
        job = checked(amina, zipped(sound()))
        assert (job.state, job.found) == ("ready", {"new": 5})
        page = amina.get(f"{URL}{job.pk}/").content.decode()
        assert "Tests for all" in page
        assert "Countries test together." in page
        assert not Initiative.objects.filter(slug="test-initiative").exists()
        assert EditedRow.objects.count() == before

    def test_what_changes_is_told_field_by_field(self, amina):
        job = checked(amina, ilo(name="International Labour Office"))
        assert whats(job) == {"ilo": "changed"}
        assert [change[0] for change in job.rows.get().changes] == ["Name"]
        page = amina.get(f"{URL}{job.pk}/").content.decode()
        assert "<del>" in page
        assert "Office" in page

    def test_what_is_as_it_is_in_the_catalogue_is_unchanged(self, amina):
        assert whats(checked(amina, ilo())) == {"ilo": "unchanged"}

    def test_what_a_file_leaves_out_stays_if_that_is_chosen(self, amina):
        source = [SOURCE]
        short = [{"slug": "ilo", "name": "ILO", "kind": "international", "sources": source}]
        organization = Organization.objects.get(slug="ilo")
        short[0]["kind"] = organization.kind.slug
        job = checked(amina, file_of("organizations.json", short), empty="leave")
        assert [change[0] for change in job.rows.get().changes][:1] == ["Name"]
        assert "Acronym" not in [change[0] for change in job.rows.get().changes]
        job = checked(amina, file_of("organizations.json", short), empty="empty")
        assert "Acronym" in [change[0] for change in job.rows.get().changes]

    @pytest.mark.parametrize("number", [1, 3])
    def test_more_rows_take_no_more_queries(self, amina, django_assert_num_queries, number):
        people = [
            {"slug": f"p-{one}", "name": f"Person {'abc'[one]}", "sources": [SOURCE]}
            for one in range(number)
        ]
        job = checked(amina, file_of("people.json", people))
        amina.get(f"{URL}{job.pk}/")
        with django_assert_num_queries(9):
            assert amina.get(f"{URL}{job.pk}/").status_code == 200

    def test_its_pages_speak_plain_words(self, amina):
        job = checked(amina, zipped(sound()))
        for url in (URL, f"{URL}{job.pk}/"):
            assert words_of_programmers(amina.get(url)) == []


class TestFaults:
    def test_all_are_told_at_once_and_nothing_is_written(self, amina):
        documents = sound("initiatives", "people", "organizations", "resources")
        documents["initiatives"][0] |= {"end_year": 1999, "kind": "nonsense"}
        documents["people"][0]["name"] = ""
        job = checked(amina, zipped(documents))
        assert (job.state, job.number_of_faults) == ("faulty", 3)
        page = amina.get(f"{URL}{job.pk}/").content.decode()
        assert "lies before the start_year" in page
        rows = amina.get(f"{URL}{job.pk}/faults/csv/").content.decode("utf-8-sig").splitlines()
        assert len(rows) == 4
        ask(amina, job, "import")
        job.refresh_from_db()
        assert job.state == "faulty"

    def test_faulty_rows_are_left_out_if_somebody_says_so(self, amina):
        people = [
            {"slug": "sound", "name": "Sound Person", "sources": [SOURCE]},
            {"slug": "faulty", "name": "", "sources": [SOURCE]},
        ]
        job = checked(amina, file_of("people.json", people))
        job = done(amina, job, "check", **{"leave-out": "1"})
        assert (job.state, whats(job)) == ("ready", {"sound": "new", "faulty": "faulty"})
        job = done(amina, job, "import")
        assert outcomes(job) == {"sound": "created"}

    def test_of_a_faulty_record_with_a_name_without_end_the_beginning_is_kept(self, amina):
        people = [
            {"slug": "sound", "name": "Sound Person", "sources": [SOURCE]},
            {"slug": "x" * 600, "name": "Faulty Person", "sources": [SOURCE]},
        ]
        job = checked(amina, file_of("people.json", people))
        job = done(amina, job, "check", **{"leave-out": "1"})
        assert (job.state, job.found) == ("ready", {"new": 1, "faulty": 1})

    def test_no_spreadsheet_runs_what_a_fault_says(self, amina):
        people = [{"slug": " \uff1d1+1", "name": "Faulty", "sources": [SOURCE]}]
        job = checked(amina, file_of("people.json", people))
        rows = csv.reader(amina.get(f"{URL}{job.pk}/faults/csv/").text.splitlines())
        cells = [cell for row in rows for cell in row]
        assert "' \uff1d1+1" in cells
        assert not [one for one in cells if one.strip().startswith("\uff1d")]

    @pytest.mark.parametrize(
        ("name", "content", "word"),
        [
            ("people.json", b"{", "is not JSON"),
            ("themes.json", b"[]", "is none of the files"),
            ("a.zip", b"PK no", "holds no sheet"),
            ("people.json", b"[]", "holds no record"),
            ("people.json", b'[{}, {"slug": "a\\u0000b"}]', "the slug of record 2 holds a sign"),
            ("people.json", b'[{"slug": "\\ud800x"}]', "the slug of record 1 holds a sign"),
            ("people.json", b'[1, {"slug": 3}, null]', "an object is due"),
        ],
    )
    def test_what_cannot_be_read_is_said(self, amina, name, content, word):
        job = checked(amina, file_of(name, content))
        assert job.state == "faulty"
        assert word in str(job.faults)


class TestTakingIn:
    def test_new_records_are_drafts_in_one_step_of_the_history(self, amina):
        job = imported(amina, zipped(sound()), reason="As sent by the ministry")
        assert (job.state, set(outcomes(job).values())) == ("done", {"created"})
        assert Initiative.objects.get(slug="test-initiative").publication == "draft"
        (edit,) = Edit.objects.filter(pk__in=job.edits)
        assert (edit.way, edit.user, edit.reason) == (
            "import",
            amina.user,
            "As sent by the ministry",
        )
        assert edit.rows.count() > 30

    def test_what_readers_see_changes_by_a_draft(self, amina):
        name = Organization.objects.get(slug="ilo").name
        job = imported(amina, ilo(name="International Labour Office", summary="Works."))
        assert outcomes(job) == {"ilo": "drafted"}
        assert Organization.objects.get(slug="ilo").name == name
        draft = Draft.objects.get()
        assert draft.latest.post["name"] == "International Labour Office"
        page = amina.get(f"/admin/initiatives/organization/drafts/{draft.pk}/").content.decode()
        assert "International Labour Office" in page
        assert job.edits == []

    def test_rows_of_what_readers_see_change_by_a_draft_too(self, amina, bo):
        initiative = Initiative.objects.published().exclude(figures=None).first()
        slug = initiative.slug
        record = records_held(FILE_OF["initiatives"], [slug])[slug]
        record["figures"][0]["value"] = 7654321
        record["figures"].append({"value": 5, "unit": "tests", "source": 0})
        count = initiative.figures.count()
        job = imported(amina, file_of("initiatives.json", [record]))
        assert outcomes(job)[slug] == "drafted"
        assert initiative.figures.count() == count
        job = done(bo, job, "publish")
        assert outcomes(job)[slug] == "published", job.rows.get().said
        assert initiative.figures.count() == count + 1
        assert initiative.figures.first().value == 7654321

    def test_a_source_that_readers_see_is_not_changed_under_them(self, amina):
        cited = Source.objects.filter(initiativecitations__isnull=False).first()
        title = cited.title
        people = [{"slug": "new", "name": "New Person", "sources": [described_anew()]}]
        job = imported(amina, file_of("people.json", people))
        cited.refresh_from_db()
        assert cited.title == title
        assert Draft.objects.get().kind == "source"
        assert "created" in outcomes(job).values()

    def test_what_has_changed_since_it_was_looked_at_is_looked_at_again(self, amina):
        imported(amina, zipped(sound()))
        documents = sound()
        documents["people"][0]["name"] = "Ana Outra"
        job = checked(amina, zipped(documents))
        Initiative.objects.filter(slug="test-initiative").update(acronym="XX")
        job = done(amina, job, "import")
        assert (job.state, "has changed since" in job.said) == ("ready", True)
        assert done(amina, job, "import").state == "done"

    def test_what_changes_with_another_record_is_shown_before(self, amina):
        people = [{"slug": "new", "name": "New Person", "sources": [described_anew()]}]
        job = checked(amina, file_of("people.json", people))
        linked = job.rows.get(what="linked")
        assert "Title" in [change[0] for change in linked.changes]
        assert "Changes with another" in amina.get(f"{URL}{job.pk}/").text
        Source.objects.filter(pk=linked.row_id).update(title="What somebody else wrote")
        job = done(amina, job, "import")
        assert (job.state, "Nothing was imported" in job.said) == ("ready", True)
        assert not Person.objects.filter(slug="new").exists()
        job = done(amina, job, "import")
        assert job.rows.get(what="linked").outcome == "drafted"

    def test_what_was_changed_elsewhere_does_not_keep_it_back(self, amina):
        job = checked(amina, ilo(name="International Labour Office"))
        Person.objects.filter(pk=Person.objects.first().pk).update(name="Somebody Else")
        assert outcomes(done(amina, job, "import")) == {"ilo": "drafted"}

    def test_a_twin_that_came_meanwhile_is_asked_about(self, amina):
        job = checked(amina, zipped(sound("people")))
        name = sound("people")["people"][0]["name"]
        Person.objects.filter(pk=Person.objects.published().first().pk).update(name=name)
        job = done(amina, job, "import")
        assert (job.state, whats(job)) == ("ready", {"test-person": "twin"})


class TestTwins:
    def test_a_twin_waits_for_a_word(self, amina):
        job = checked(amina, twin())
        assert whats(job) == {"ilo-again": "twin"}
        assert "Say first" in "".join(said(ask(amina, job, "import")))
        (row,) = job.rows.all()
        job = done(amina, job, "answer", **{f"row-{row.pk}": "new"})
        assert whats(job) == {"ilo-again": "new"}

    def test_it_is_this_one(self, amina):
        job = checked(amina, twin())
        (row,) = job.rows.all()
        job = done(amina, job, "answer", **{f"row-{row.pk}": "same:ilo"})
        assert whats(job) == {"ilo-again": "changed"}
        job = done(amina, job, "import")
        assert outcomes(job) == {"ilo-again": "drafted"}
        assert not Organization.objects.filter(slug="ilo-again").exists()


class TestUndoing:
    def test_an_import_is_undone_as_one_step(self, amina):
        before = Initiative.objects.count()
        job = imported(amina, zipped(sound()))
        job = done(amina, job, "undo")
        assert (job.state, job.said) == ("undone", "10 undone.")
        assert Initiative.objects.count() == before
        assert not Organization.objects.filter(slug="test-ministry").exists()

    def test_what_was_changed_since_stays_and_is_named(self, amina, bo):
        job = imported(amina, zipped(sound("people", "organizations")))
        person = job.rows.get(record="test-person")
        with recorded("desk", user=bo.user):
            Person.objects.filter(pk=person.row_id).update(name="Ana Maria Teste")
        job = done(amina, job, "undo")
        assert "Ana Maria Teste: Changed since" in job.said
        assert Person.objects.filter(pk=person.row_id).exists()
        assert not Organization.objects.filter(slug="test-ministry").exists()

    def test_drafts_of_changes_are_dropped(self, amina):
        job = imported(amina, ilo(name="International Labour Office"))
        job = done(amina, job, "undo")
        assert (job.state, Draft.objects.get().state) == ("undone", "dropped")

    def test_what_was_published_with_it_is_undone_with_it(self, bo):
        job = imported(bo, zipped(sound()), arrival="publish")
        assert Initiative.objects.published().filter(slug="test-initiative").exists()
        job = done(bo, job, "undo")
        assert not Initiative.objects.filter(slug="test-initiative").exists(), job.said

    def test_what_takes_long_is_undone_outside_the_request(self, bo, monkeypatch):
        job = imported(bo, zipped(sound()))
        monkeypatch.setattr(undo_pages, "MOST", 3)
        url = f"/admin/steps/{job.edits[0]}/undo/"
        assert "It takes a while" in bo.get(url).content.decode()
        response = bo.post(url)
        assert Organization.objects.filter(slug="test-ministry").exists()
        run_all()
        assert response.url == f"{URL}{last().pk}/"
        assert (last().state, last().said) == ("undone", "10 undone.")
        assert not Organization.objects.filter(slug="test-ministry").exists()


class TestPublishing:
    @pytest.fixture(autouse=True)
    def alone(self, settings):
        settings.PUBLISH_ALONE = True

    def test_an_editor_may_have_it_published_as_far_as_the_gate_lets_it(self, bo):
        documents = sound()
        documents["people"].append({"slug": "twin", "name": "Ana Teste Silva", "sources": [SOURCE]})
        documents["initiatives"][0]["approach"] = "Write to somebody@example.org."
        job = checked(bo, zipped(documents), arrival="publish")
        job = done(bo, job, "import")
        found = outcomes(job)
        assert found["test-ministry"] == "published"
        assert found["test-initiative"] == "created"
        assert "e-mail" in job.rows.get(record="test-initiative").said

    def test_a_curator_submits_and_an_editor_publishes_in_one_step(self, amina, bo, settings):
        settings.PUBLISH_ALONE = False
        job = imported(amina, zipped(sound()))
        job = done(amina, job, "submit")
        assert Initiative.objects.get(slug="test-initiative").publication == "in-review"
        job = done(bo, job, "publish")
        assert set(outcomes(job).values()) == {"published"}, [row.said for row in job.rows.all()]

    def test_who_uploaded_it_does_not_publish_it_alone(self, bo, settings):
        settings.PUBLISH_ALONE = False
        job = checked(bo, zipped(sound()), arrival="publish")
        assert ask(bo, job, "import").status_code == 403
        carla = signed_in("carla", EDITORS)
        job = done(carla, job, "import")
        assert set(outcomes(job).values()) == {"published"}

    def test_what_somebody_has_gone_on_with_is_left_to_who_opens_it(self, amina, bo):
        documents = sound("organizations", "people")
        documents["organizations"].append(ilo_held(name="International Labour Office"))
        job = imported(amina, zipped(documents))
        amina_types(amina, Draft.objects.get(), name="Slipped in")
        Person.objects.filter(slug="test-person").update(name="Slipped in, too")
        job = done(bo, job, "publish")
        assert outcomes(job) == {
            "ilo": "drafted",
            "test-ministry": "published",
            "test-person": "created",
        }
        for record in ("ilo", "test-person"):
            assert job.rows.get(record=record).said == GONE_ON
        assert Organization.objects.get(slug="ilo").name != "Slipped in"
        assert Person.objects.get(slug="test-person").publication == "draft"

    def test_what_was_changed_before_it_was_submitted_is_not_published_either(self, amina, bo):
        job = imported(amina, zipped(sound("organizations", "people")))
        Person.objects.filter(slug="test-person").update(name="Slipped in")
        job = done(amina, job, "submit")
        job = done(bo, job, "publish")
        assert outcomes(job) == {"test-ministry": "published", "test-person": "created"}

    def test_a_draft_that_was_submitted_is_published_as_it_came(self, amina, bo):
        job = imported(amina, ilo(name="International Labour Office"))
        done(amina, job, "submit")
        assert Draft.objects.get().state == "waiting"
        job = done(bo, job, "publish")
        assert outcomes(job) == {"ilo": "published"}, job.rows.get().said
        assert Organization.objects.get(slug="ilo").name == "International Labour Office"

    @pytest.mark.parametrize("arrival", ["drafts", "publish"])
    def test_a_draft_that_is_refused_stays_one_beside_what_is_published(self, bo, arrival):
        documents = sound("organizations")
        documents["organizations"].append(ilo_held(summary="Write to somebody@example.org."))
        job = imported(bo, zipped(documents), arrival=arrival)
        if arrival == "drafts":
            job = done(bo, job, "publish")
        assert (job.state, job.said) == ("done", "1 published, 1 not: see beside them why.")
        assert outcomes(job) == {"ilo": "drafted", "test-ministry": "published"}
        assert "e-mail" in job.rows.get(record="ilo").said
        assert Draft.objects.get().state == "writing"


class TestOldPages:
    """Whoever says yes on a page says it to what that page showed."""

    def test_answers_changed_meanwhile_are_looked_at_before_it_is_imported(self, amina, bo):
        job = checked(amina, twin())
        job = done(amina, job, "answer", **{"for-all": "theirs"})
        seen = mark_on(bo.get(f"{URL}{job.pk}/"))
        job = done(amina, job, "answer", again="organizations/ilo-again")
        job = done(amina, job, "answer", **{"for-all": "new"})
        assert "Look at it again" in "".join(said(ask(bo, job, "import", seen=seen)))
        job.refresh_from_db()
        assert (job.state, outcomes(job)) == ("ready", {})
        assert done(bo, job, "import").state == "done"

    def test_an_old_page_answers_nothing(self, amina, bo):
        job = checked(amina, twin())
        seen = mark_on(bo.get(f"{URL}{job.pk}/"))
        job = done(amina, job, "answer", **{"for-all": "theirs"})
        job = done(amina, job, "answer", again="organizations/ilo-again")
        response = ask(bo, job, "answer", seen=seen, **{"for-all": "new"})
        assert "Look at it again" in "".join(said(response))
        assert whats(job) == {"ilo-again": "twin"}

    @pytest.mark.parametrize("seen", ["", "0" * 24])
    def test_nothing_is_done_for_who_has_seen_no_page(self, bo, seen):
        job = imported(bo, zipped(sound("people")))
        for step in ("submit", "publish", "undo"):
            assert "Look at it again" in "".join(said(ask(bo, job, step, seen=seen)))
        job.refresh_from_db()
        assert job.state == "done"

    def test_what_was_checked_again_is_looked_at_again(self, amina):
        imported(amina, zipped(sound("people")))
        job = checked(amina, zipped(sound("people")))
        seen = mark_on(amina.get(f"{URL}{job.pk}/"))
        Person.objects.filter(slug="test-person").update(name="Ana Outra")
        job = done(amina, job, "import")
        assert job.state == "ready"
        assert "Look at it again" in "".join(said(ask(amina, job, "import", seen=seen)))


class TestRights:
    def test_a_curator_cannot_have_it_published(self, amina, bo):
        assert upload(amina, zipped(sound()), arrival="publish").status_code == 200
        job = imported(amina, zipped(sound()))
        assert ask(amina, job, "publish").status_code == 403
        job.publishes, job.state = True, "ready"
        job.save()
        assert ask(amina, job, "import").status_code == 403

    def test_nobody_but_editors_sees_what_others_upload(self, amina, bo):
        job = checked(amina, zipped(sound()))
        dora = signed_in("dora", CURATORS)
        for page in ("", "faults/csv/"):
            assert dora.get(f"{URL}{job.pk}/{page}").status_code == 404
            assert bo.get(f"{URL}{job.pk}/{page}").status_code == 200
        for step in ("import", "cancel", "answer", "check", "undo"):
            assert ask(dora, job, step).status_code == 404
        assert "catalogue.zip" not in dora.get(URL).content.decode()

    def test_whoever_may_not_write_may_not_import(self, client, django_user_model):
        nobody = signed_in("nobody")
        assert nobody.get(URL).status_code == 403
        assert client.get(URL).status_code == 302

    def test_nothing_is_asked_without_a_token(self, amina):
        job = checked(amina, zipped(sound()))
        amina.handler.enforce_csrf_checks = True
        assert ask(amina, job, "import").status_code == 403
        assert amina.get(f"{URL}{job.pk}/import/").status_code == 405

    def test_a_step_is_taken_once_and_only_where_it_may_be(self, amina):
        job = checked(amina, zipped(sound()))
        assert "asked for already" in "".join(said(ask(amina, job, "undo")))
        ask(amina, job, "import")
        assert "asked for already" in "".join(said(ask(amina, job, "import")))
        job = done(amina, job, "import")
        assert job.state == "done"
        assert "asked for already" in "".join(said(ask(amina, job, "cancel")))
        assert ask(amina, job, "nonsense").status_code == 404

    def test_few_imports_of_one_person_are_open_and_none_is_too_large(self, amina, settings):
        settings.IMPORT_MB = 1
        response = upload(amina, file_of("people.json", b" " * 1_100_000))
        assert "at most 1 MB" in response.content.decode()
        for _ in range(5):
            upload(amina, zipped(sound()))
        assert "not over" in upload(amina, zipped(sound())).content.decode()
        assert amina.get(URL).text.count("Cancel<") == 0  # nothing is ready yet
        ask(amina, last(), "cancel")
        assert upload(amina, zipped(sound())).status_code == 302

    def test_faulty_imports_do_not_count_and_are_thrown_away_at_once(self, amina):
        for _ in range(7):
            job = checked(amina, file_of("people.json", b"{"))
        assert Import.objects.filter(state="faulty").count() == 6  # before the last was checked
        page = amina.get(URL)
        assert "Faulty ones do not count" in page.text
        assert page.text.count("Throw it away") == 6
        response = ask(amina, job, "cancel", back="1")
        assert response.url == URL
        job.refresh_from_db()
        assert (job.state, job.files.count()) == ("cancelled", 0)

    def test_what_is_cancelled_is_not_done(self, amina):
        upload(amina, zipped(sound()))
        job = done(amina, last(), "cancel")
        assert (job.state, job.rows.count()) == ("cancelled", 0)

    def test_files_go_after_some_days(self, amina, settings):
        job = imported(amina, zipped(sound()))
        settings.IMPORT_DAYS = -1
        checked(amina, zipped(sound()))
        assert job.files.count() == 0
        assert INITIATIVE["slug"] in outcomes(job)
