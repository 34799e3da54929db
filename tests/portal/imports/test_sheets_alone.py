"""A sheet by itself: of rows of records that are there, of sessions, of sources."""

import io

import openpyxl
import pytest
from django.urls import reverse

from core.admin.versions import versions
from core.models import Draft
from forum.models import Session
from initiatives.models import Initiative, Source
from portal.desk.roles import CURATORS, EDITORS
from portal.sheets.layout import FILES_BY_NAME
from tests.desk import signed_in
from tests.portal.imports.world import checked, file_of, imported, outcomes, whats
from tests.portal.sheets.books import csv_of, workbook_of

pytestmark = pytest.mark.usefixtures("catalogue")


@pytest.fixture
def amina():
    return signed_in("amina", CURATORS)


@pytest.fixture
def bo():
    return signed_in("bo", EDITORS)


def sheet(name, *rows):
    """A workbook of one sheet."""
    return file_of(f"{name}.xlsx", workbook_of({name: rows}).getvalue())


def exported(client, kind, query="", **choices):
    """What somebody takes away from a list, to be uploaded; all of it if nothing is chosen."""
    address = reverse("admin:sheets_changelist", args=[kind]) + query
    form = client.get(address).context["form"]
    whole = {name: field.initial for name, field in form.fields.items()}
    response = client.post(address, whole | choices)
    return file_of(response.filename, b"".join(response.streaming_content))


def changes(job):
    """What each row would change: the headings, by record."""
    return {row.record: [change[0] for change in row.changes] for row in job.rows.all()}


SOURCE = ["https://example.org/alone", "A report of tests", "Testers"]
CITED = ["Web address", "Title", "Publisher"]


def cell(file, record, **changed):
    """An exported workbook in which somebody has changed cells of a record, by their headings."""
    file.seek(0)
    book = openpyxl.load_workbook(file)
    sheet = book.worksheets[1]
    headings = [cell.value.removesuffix(" *") for cell in sheet[1]]
    (row,) = (row for row in sheet.iter_rows(min_row=2) if row[0].value == record.slug)
    for heading, value in changed.items():
        row[headings.index(heading)].value = value
    out = io.BytesIO()
    book.save(out)
    return file_of("initiatives.xlsx", out.getvalue())


class TestRowsOfRecordsThatAreThere:
    def test_replications_are_added_to_initiatives(self, bo):
        initiative = Initiative.objects.published().filter(replications__isnull=False).first()
        before = set(initiative.replications.values_list("pk", flat=True))
        url = initiative.replications.first().source.url
        row = [initiative.slug, "Fiji", "Tonga", "Interested", 2021, url]
        file = sheet("Replications", ["Initiative", "From", "To", "Stage", "Year", "Source"], row)
        assert changes(checked(bo, file, empty="leave")) == {
            initiative.slug: ["Replications: added"]
        }
        file.seek(0)
        job = imported(bo, file, empty="leave", arrival="publish")
        assert outcomes(job) == {initiative.slug: "published"}
        added = initiative.replications.exclude(pk__in=before).get()
        assert (added.from_country.iso3, added.to_country.iso3, added.year) == ("FJI", "TON", 2021)
        assert initiative.replications.count() == len(before) + 1

    @pytest.mark.parametrize(
        ("title", "kind", "one"),
        [
            ("Initiative sources", "initiatives", "Initiative"),
            ("Organization sources", "organizations", "Organization"),
            ("People sources", "people", "Person"),
            ("Document sources", "resources", "Document"),
            ("Forum sources", "forums", "Forum"),
        ],
    )
    def test_sources_are_added_to_records_of_each_kind(self, amina, title, kind, one):
        record = FILES_BY_NAME[kind].shape.model.objects.published().first()
        file = sheet(title, [one, *CITED], [record.slug, *SOURCE])
        assert changes(checked(amina, file, empty="leave")) == {record.slug: ["Sources: added"]}

    def test_a_session_is_added_to_its_forum_and_another_is_changed(self, bo):
        session = Session.objects.public().exclude(summary="").first()
        forum = session.forum
        number = forum.sessions.count()
        order = max(forum.sessions.values_list("order", flat=True)) + 1
        file = sheet(
            "Sessions",
            ["Forum", "Short name", "Order", "Title", "Summary"],
            [forum.slug, session.slug, session.order, "Another title of tests", None],
            [forum.slug, "a-session-of-tests", order, "A session of tests", "Tests are told of."],
        )
        job = imported(bo, file, empty="leave", arrival="publish")
        assert sorted(outcomes(job).values()) == ["left", "published", "published"]
        session.refresh_from_db()
        assert session.title == "Another title of tests"
        assert session.summary
        assert forum.sessions.count() == number + 1

    def test_what_belongs_to_no_record_is_told_at_its_place(self, amina):
        file = sheet("Replications", ["Initiative", "From", "To", "Stage"], ["nothing-such"])
        job = checked(amina, file)
        assert job.state == "faulty"
        assert job.faults[0][0] == "Sheet Replications, row 2, column Initiative"


class TestExports:
    def test_one_changed_cell_of_an_export_is_one_change_and_a_draft(self, amina):
        initiative = Initiative.objects.published().exclude(acronym="").exclude(lessons="").first()
        file = exported(amina, "initiatives", f"?q={initiative.slug}")
        job = checked(amina, cell(file, initiative, Title="A better title"), empty="empty")
        assert changes(job)[initiative.slug] == ["Title"]
        assert [slug for slug, what in whats(job).items() if what != "unchanged"] == [
            initiative.slug
        ]
        job = imported(amina, cell(file, initiative, Title="A better title"), empty="empty")
        assert outcomes(job)[initiative.slug] == "drafted"
        draft = Draft.objects.get(kind="initiative", row_id=initiative.pk)
        assert draft.name == "initiative “A better title”"
        assert Initiative.objects.get(pk=initiative.pk).title == initiative.title

        empty = cell(file, initiative, Acronym=None)
        assert whats(checked(amina, empty, empty="leave"))[initiative.slug] == "unchanged"
        empty.seek(0)
        assert changes(checked(amina, empty, empty="empty"))[initiative.slug] == ["Acronym"]

        Initiative.objects.filter(pk=initiative.pk).update(lessons="Somebody else was here.")
        job = checked(amina, cell(file, initiative, Title="A better title"), empty="leave")
        assert whats(job)[initiative.slug] == "conflict"

    @pytest.mark.parametrize("kind", ["sessions", "replications", "sources"])
    @pytest.mark.parametrize("form", ["xlsx", "csv"])
    def test_what_comes_back_as_it_went_changes_nothing(self, amina, kind, form):
        file = exported(amina, kind, "?q=cooperatives", form=form)
        job = checked(amina, file, empty="leave")
        assert (job.state, job.faults) == ("ready", [])
        assert set(whats(job).values()) == {"unchanged"}


def cited(source):
    """The slugs of the initiatives that cite a source, by which a change of it may be told."""
    return set(Initiative.objects.filter(citations__source=source).values_list("slug", flat=True))


class TestSources:
    @pytest.fixture
    def source(self):
        """A source on which something published rests, and a claim of it."""
        return Source.objects.filter(figures__initiative__publication="published").first()

    def row(self, source, **changes):
        """A file of one source, as an export has it, but for some changes."""
        said = {"Id": f"id:{source.public_id}", "Web address": source.url, "Title": source.title}
        said["Version"] = f"v:{versions(Source, [source.pk])[source.pk]}"
        said |= changes
        return file_of("sources-2026-11-29.csv", csv_of([list(said), list(said.values())]).read())

    def test_a_source_is_changed_for_all_who_cite_it(self, bo, source):
        job = checked(bo, self.row(source, Title="A better title"), empty="leave")
        ((record, sort),) = whats(job).items()
        assert (sort, record in cited(source)) == ("changed", True)
        assert job.rows.get().place == "sources-2026-11-29.csv, row 2"
        imported(bo, self.row(source, Title="A better title"), empty="leave", arrival="publish")
        source.refresh_from_db()
        assert source.title == "A better title"

    def test_its_address_too_and_claims_rest_on_it_as_before(self, bo, source):
        claims = set(source.figures.values_list("pk", flat=True))
        file = self.row(source, **{"Web address": "https://example.org/moved"})
        job = imported(bo, file, empty="leave", arrival="publish")
        assert "refused" not in outcomes(job).values()
        source.refresh_from_db()
        assert source.url == "https://example.org/moved"
        assert set(source.figures.values_list("pk", flat=True)) == claims

    def test_of_a_curator_it_is_a_draft_of_changes(self, amina, source):
        title = source.title
        job = imported(amina, self.row(source, Title="A better title"), empty="leave")
        assert sorted(outcomes(job).values()) == ["drafted", "left"]  # the source, not who cites it
        source.refresh_from_db()
        assert source.title == title

    def test_what_somebody_has_changed_since_asks_whose_it_is(self, amina, source):
        file = self.row(source, Title="A better title")
        Source.objects.filter(pk=source.pk).update(publisher="Somebody else")
        assert list(whats(checked(amina, file, empty="leave")).values()) == ["conflict"]

    def test_new_ones_and_those_that_nobody_cites_are_told(self, amina):
        new = file_of("sources.csv", csv_of([CITED, SOURCE]).read())
        assert "sheet of sources of the record" in str(checked(amina, new).faults)
        Source.objects.create(url=SOURCE[0], title=SOURCE[1], publisher=SOURCE[2])
        new.seek(0)
        assert "no record cites this source" in str(checked(amina, new).faults)
