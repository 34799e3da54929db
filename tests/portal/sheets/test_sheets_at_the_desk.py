"""The template, and the export of what a list shows."""

import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from initiatives.models import Initiative, Organization
from portal.accounts.models import AccessEvent
from portal.sheets.layout import LAYOUTS
from portal.sheets.lines import records_of, sheets_of
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
    assert book.sheetnames == ["Guide", *[layout.title for layout in LAYOUTS], "Lists"]
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


@pytest.mark.parametrize("how_many", [1, 3])
def test_many_records_are_exported_by_as_many_queries_as_one(
    how_many, django_assert_max_num_queries
):
    keys = list(Initiative.objects.values_list("pk", flat=True)[:how_many])
    layouts = sheets_of("initiatives")
    list(lines_of(layouts, records_of("initiatives", keys[:1])))
    with django_assert_max_num_queries(40):
        rows = list(lines_of(layouts, records_of("initiatives", keys)))
    assert len([place for place, _ in rows if place == 0]) == how_many
