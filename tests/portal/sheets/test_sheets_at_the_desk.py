"""The template, and the export of what a list shows."""

import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from forum.models import Session
from initiatives.models import Initiative, Organization, Source
from portal.accounts.models import AccessEvent
from portal.sheets.exports import EXPORTS
from portal.sheets.layout import RECORDS
from portal.sheets.reading import read
from portal.sheets.writing import lines_of
from tests.desk import words_of_programmers

pytestmark = pytest.mark.usefixtures("catalogue")


def content(response):
    """What an answer sends, as a file."""
    assert response.status_code == 200
    return io.BytesIO(b"".join(response.streaming_content))  # which closes it


@pytest.fixture
def template(admin_client):
    return content(admin_client.get(reverse("admin:sheets_template")))


def test_the_template_has_each_sheet_with_its_headings_its_notes_and_choices(template):
    book = load_workbook(template)
    assert book.sheetnames == ["Guide", *[layout.title for layout in RECORDS], "Lists"]
    assert book["Lists"].sheet_state == "hidden"
    sheet = book["Replications"]
    assert [cell.value for cell in sheet[1]] == [
        *("Initiative *", "Id", "From *", "To *", "Stage *", "Year", "Note", "Source *")
    ]
    assert sheet.freeze_panes == "B2"
    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    stages = rules["E2:E20001"]
    assert (stages.type, stages.prompt) == (
        "list",
        "From the list. It has to be filled in before the record is published.",
    )
    column = stages.formula1.split("$")[1]
    words = [cell.value for cell in book["Lists"][column] if cell.value]
    assert words == ["Interested", "Exchange", "Adapting", "Replicated"]
    assert "semicolon" in " ".join(row[1].value for row in book["Guide"].iter_rows())


def test_the_template_as_it_is_says_nothing_and_has_no_fault(template):
    with read(template, "template.xlsx") as upload:
        assert (upload.faults, upload.notes, upload.count()) == ([], [], {})


def test_libreoffice_opens_the_template_and_offers_the_same_choices(calc, template, tmp_path):
    path = tmp_path / "template.xlsx"
    path.write_bytes(template.getvalue())
    calc.convert("ods:calc8", path)
    calc.convert("xlsx", tmp_path / "template.ods")
    book = load_workbook(path)
    assert book["Lists"].sheet_state == "hidden"
    rules = book["Replications"].data_validations.dataValidation
    assert any(rule.type == "list" and "Lists" in rule.formula1 for rule in rules)


def exported(client, kind="initiatives", query="", **choices):
    """What somebody gets who chooses so."""
    address = reverse("admin:sheets_changelist", args=[kind])
    return client.post(f"{address}{query}", {"form": "xlsx"} | choices)


def test_a_list_leads_to_the_export_of_what_it_shows(admin_client):
    listed = reverse("admin:initiatives_initiative_changelist")
    page = admin_client.get(f"{listed}?q=seed&publication__exact=published").text
    address = reverse("admin:sheets_changelist", args=["initiatives"])
    assert f'href="{address}?q=seed&amp;publication__exact=published"' in page
    page = admin_client.get(f"{address}?q=seed")
    assert "searched for: “seed”" in page.text
    assert not words_of_programmers(page)


def test_an_export_has_the_records_of_the_list_in_its_order_with_the_columns_chosen(admin_client):
    Organization.objects.create(slug="a-draft", name="AAA Testers of drafts")
    Organization.objects.create(slug="b-draft", name="Testers of drafts too")
    choices = {"column": ["name", "country"], "sheet": ["channels"]}
    file = content(exported(admin_client, "organizations", "?q=testers+of+drafts&o=-1", **choices))
    book = load_workbook(file)
    assert book.sheetnames == ["Guide", "Organizations", "Channels", "Lists"]
    rows = list(book["Organizations"].iter_rows(values_only=True))
    assert rows[0] == ("Short name *", "Id", "Name *", "Country", "Version")
    assert [row[0] for row in rows[1:]] == ["b-draft", "a-draft"]


def test_sessions_are_exported_with_their_forum_as_their_list_shows_them(admin_client):
    session = Session.objects.exclude(date="").select_related("forum").first()
    query = f"?forum__id__exact={session.forum_id}&o=-1"
    choices = {"column": ["title"], "sheet": ["appearances", "forums"]}
    book = load_workbook(content(exported(admin_client, "sessions", query, **choices)))
    assert book.sheetnames == ["Guide", "Sessions", "Appearances", "Forums", "Lists"]
    rows = list(book["Sessions"].iter_rows(values_only=True))
    assert rows[0] == ("Forum *", "Short name *", "Id", "Title *")
    titles = [row[3] for row in rows[1:]]
    listed = session.forum.sessions.all()
    assert sorted(titles) == sorted(listed.values_list("title", flat=True))
    assert titles == sorted(titles, key=str.lower, reverse=True)
    assert {row[0] for row in rows[1:]} == {session.forum.slug}
    (headings, forum) = book["Forums"].iter_rows(values_only=True)
    assert headings == ("Short name *", "Id", "Version")
    assert forum[:1] == (session.forum.slug,)


def test_sources_are_exported_by_themselves(admin_client):
    Source.objects.create(url="https://example.org/b", title="Zebras of tests", publisher="A")
    choices = {"form": "csv", "column": ["title", "url"]}
    response = exported(admin_client, "sources", "?q=zebras+of+tests", **choices)
    assert "sources-" in response["Content-Disposition"]
    headings, row = content(response).getvalue().decode("utf-8-sig").splitlines()
    assert headings == "Web address,Title,Id,Version"
    assert row.startswith("https://example.org/b,Zebras of tests,id:")
    event = AccessEvent.objects.filter(kind="exported").get()
    assert (event.about, event.said) == ("sources", "1 record, 1 not public, as CSV")


def test_replications_are_exported_without_the_rest_of_their_initiatives(admin_client):
    initiative = Initiative.objects.filter(replications__isnull=False).first()
    query = f"?q={initiative.slug}"
    page = admin_client.get(reverse("admin:sheets_changelist", args=["initiatives"]) + query)
    address = reverse("admin:sheets_changelist", args=["replications"])
    assert f'href="{address}{query}"' in page.text
    choices = {"form": "csv", "column": ["from", "to", "status"]}
    lines = content(exported(admin_client, "replications", query, **choices)).getvalue()
    headings, *rows = lines.decode("utf-8-sig").splitlines()
    assert headings == "Initiative,Id,From,To,Stage"
    assert sum(row.startswith(f"{initiative.slug},") for row in rows) == (
        initiative.replications.count()
    )


@pytest.mark.parametrize("model", ["forum_session", "initiatives_source"])
def test_the_lists_of_sessions_and_sources_lead_to_their_export_too(admin_client, model):
    kind = model.partition("_")[2] + "s"
    listed = admin_client.get(reverse(f"admin:{model}_changelist") + "?q=work").text
    address = reverse("admin:sheets_changelist", args=[kind]) + "?q=work"
    assert f'href="{address}"' in listed
    assert not words_of_programmers(admin_client.get(address))


def test_an_export_is_noted_with_how_many_drafts_it_has(admin_client):
    Initiative.objects.create(slug="a-draft", title="Testers of drafts")
    response = exported(admin_client, query="?q=testers+of+drafts", form="csv", column=["title"])
    assert response["Content-Disposition"].endswith('.csv"')
    assert response["Cache-Control"].startswith("private, no-store")
    assert "Testers of drafts" in content(response).getvalue().decode("utf-8-sig")
    event = AccessEvent.objects.filter(kind="exported").get()
    assert (event.about, event.said) == ("initiatives", "1 record, 1 not public, as CSV")


def test_who_may_not_see_a_list_gets_none_of_it(client, django_user_model):
    user = django_user_model.objects.create_user("amina", is_staff=True)
    client.force_login(user)
    assert exported(client).status_code == 403
    client.logout()
    assert exported(client).status_code == 302


@pytest.mark.parametrize("query", ["?publication__exact=%00", "?o=nonsense", "?nonsense=1"])
def test_odd_questions_are_answered_as_the_list_answers_them(admin_client, query):
    address = reverse("admin:sheets_changelist", args=["initiatives"])
    assert admin_client.get(f"{address}{query}").status_code in (200, 302, 400)
    assert admin_client.get(reverse("admin:sheets_changelist", args=["nothing"])).status_code == 404


@pytest.mark.parametrize("kind", ["initiatives", "sessions", "sources"])
@pytest.mark.parametrize("how_many", [1, 3])
def test_many_records_are_exported_by_as_many_queries_as_one(
    kind, how_many, django_assert_max_num_queries
):
    export = EXPORTS[kind]
    keys = list(export.model.objects.values_list("pk", flat=True)[:how_many])
    layouts = [export.top, *export.beside]
    list(lines_of(layouts, export.records(keys[:1])))
    with django_assert_max_num_queries(40):
        rows = list(lines_of(layouts, export.records(keys)))
    assert len([place for place, _ in rows if place == 0]) == how_many
