"""How records are written: pages for everybody, written by editors, shown beside fields."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from core.models import EditedRow
from initiatives.models import Initiative
from portal.desk.roles import CURATORS, EDITORS
from portal.exchange.fixture_loading import load_fixtures
from portal.exchange.fixtures import FOLDER
from portal.guidelines.models import Guideline, explained
from portal.guidelines.passages import passages
from tests.desk import Page, signed_in, url_of
from tests.factories import InitiativeFactory
from tests.pages import visible_text

pytestmark = pytest.mark.django_db

BODY = """
Before *all* of it.

## What it says

Who does what. <script>alert(1)</script>

- [One](/initiatives/one/)

## What is none
A plan.
"""


@pytest.fixture
def guideline():
    return Guideline.objects.create(
        title="Summaries",
        slug="summaries",
        summary="How they are worded.",
        body=BODY,
        explains=["initiative.summary what-it-says", "replication what-is-none"],
    )


@pytest.fixture
def bo():
    return signed_in("bo", EDITORS)


@pytest.mark.parametrize(
    ("line", "heading"),
    [
        ("## What", "What"),
        ("##\t What it says \t##", "What it says"),
        ("## What ## it # says  ", "What ## it # says"),
        ("##", None),
        ("##  ", None),
        ("##What", None),
        ("### What", None),
        (" ## What", None),
    ],
)
def test_a_line_of_two_number_signs_is_a_heading(line, heading):
    (*headings,) = (one.heading for one in passages(f"Before.\n{line}\nAfter."))
    assert headings == ([heading] if heading else [])


def test_a_heading_full_of_blanks_takes_no_longer_than_another():
    """A pattern that goes back at each blank would take days of it."""
    blanks = " " * 2_000_000
    (one,) = passages(f"## What{blanks}it says{blanks}\nA plan.")
    assert (one.heading, one.text) == (f"What{blanks}it says", "A plan.")


def test_links_that_hide_another_site_stay_text(client, guideline):
    Guideline.objects.update(body="[a](//evil.example) [b](/\\/evil.example) [c](/about/)")
    html = client.get(guideline.get_absolute_url()).content.decode()
    assert 'href="//' not in html
    assert "[a](//evil.example)" in html
    assert '<a href="/about/" rel="noopener nofollow">c</a>' in html


def test_everybody_reads_them_in_their_order(client, guideline):
    Guideline.objects.create(title="Zero", slug="zero", summary="S", body="B", order=1)
    listed = client.get(reverse("guidelines:list"))
    assert "Summaries How they are worded. Zero S" in visible_text(listed)
    page = client.get(guideline.get_absolute_url())
    html = page.content.decode()
    assert '<h2 id="what-it-says">What it says</h2>' in html
    assert "Before <em>all</em> of it." in html
    assert "&lt;script&gt;alert(1)" in html
    assert 'href="/guidelines/zero/"' in html
    assert client.get("/guidelines/none/").status_code == 404
    assert guideline.get_absolute_url() in client.get(reverse("sitemap-lists")).content.decode()
    assert 'href="/guidelines/"' in client.get(reverse("about")).content.decode()


def test_a_page_that_is_kept_follows_an_edit(client, guideline, caching):
    before = client.get(guideline.get_absolute_url())
    Guideline.objects.update(summary="In two sentences.")
    after = client.get(guideline.get_absolute_url())
    assert "In two sentences." in visible_text(after)
    assert after.headers["ETag"] != before.headers["ETag"]


def test_an_editor_looks_at_it_first_saves_it_and_takes_it_back(bo, client, guideline):
    page = Page(bo, url_of(Guideline, "change", guideline.pk))
    page.fill(summary="Shorter.")
    preview = bo.get(page.send("_preview").url)
    assert "Shorter." in visible_text(preview)
    assert "Shorter." not in visible_text(client.get(guideline.get_absolute_url()))
    assert page.send().status_code == 302
    assert "Shorter." in visible_text(client.get(guideline.get_absolute_url()))
    history = bo.get(url_of(Guideline, "history", guideline.pk))
    assert "How they are worded" in visible_text(history)
    edit = EditedRow.objects.filter(table_name="roof_guideline").first().edit_id
    then = bo.get(url_of(Guideline, "version", guideline.pk, edit))
    assert "How they are worded." in visible_text(then)
    row = EditedRow.objects.filter(table_name="roof_guideline").last()
    restored = bo.post(page.url, page.data | {"_former": f"{row.pk}-summary"})
    assert 'value="How they are worded."' in restored.content.decode()


def test_an_editor_adds_one(bo):
    page = Page(bo, url_of(Guideline, "add"))
    page.fill(title="Words", slug="words", summary="Which.", body="## One\nPlain ones.")
    page.fill(**{"explains-field-1": "organization.name", "explains-passage-1": "one"}).send()
    assert page.errors == {}
    assert list(explained()) == ["organization.name"]


def test_which_fields_it_explains_is_chosen_from_those_there_are(bo, guideline):
    page = Page(bo, url_of(Guideline, "change", guideline.pk))
    assert "Initiative: Summary, by “What it says”" in page.response.text
    for choice in ("Replication: all rows", "Milestone: Text", "What is none"):
        assert f">{choice}</option>" in page.response.text
    page.fill(explains=["initiative.summary what-it-says"])  # takes the other tick off
    page.fill(**{"explains-field-2": "milestone.text", "explains-passage-2": "what-is-none"})
    page.send()
    assert sorted(explained()) == ["initiative.summary", "milestone.text"]
    page = Page(bo, url_of(Guideline, "change", guideline.pk))
    page.fill(**{"explains-field-1": "milestone.date"}).send()
    assert page.errors == {"explains": ["Choose both: a field, and the passage that explains it."]}


def test_curators_read_it_and_change_nothing(guideline):
    amina = signed_in("amina", CURATORS)
    url = url_of(Guideline, "change", guideline.pk)
    assert amina.get(url).status_code == 200
    assert amina.post(url, {"title": "Mine"}).status_code == 403
    assert amina.post(url_of(Guideline, "delete", guideline.pk), {"post": "yes"}).status_code == 403
    assert amina.get(url_of(Guideline, "add")).status_code == 403


def test_forms_show_the_passage_beside_the_field_and_above_the_rows(bo, guideline):
    initiative = InitiativeFactory()
    html = bo.get(url_of(Initiative, "change", initiative.pk)).content.decode()
    (of_field, of_rows) = re.findall(r'<details class="desk-how">.*?</details>', html, re.DOTALL)
    assert "Who does what." in of_field
    assert 'href="/guidelines/summaries/#what-it-says" target="_blank"' in of_field
    assert "A plan." in of_rows
    assert "<script>alert(1)" not in html


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"explains": ["initiativ.summary what-it-says"]}, "no records called “initiativ”"),
        ({"explains": ["initiative.sumary what-it-says"]}, "“initiative” has no field “sumary”"),
        ({"explains": ["initiative.summary what"]}, "no passage “what”"),
        ({"body": "## One\na\n## One\nb", "explains": []}, "a heading of its own"),
    ],
)
def test_what_it_explains_has_to_be_there(guideline, values, sentence):
    for name, value in values.items():
        setattr(guideline, name, value)
    with pytest.raises(ValidationError, match=sentence):
        guideline.full_clean()


def test_those_of_the_launch_catalogue_keep_their_own_rules():
    load_fixtures(FOLDER, names=["guidelines"])
    guidelines = list(Guideline.objects.all())
    assert len(guidelines) == 7
    for guideline in guidelines:
        guideline.full_clean()
    lines = sum(len(guideline.explains) for guideline in guidelines)
    assert len(explained()) == lines  # no field has two


@pytest.mark.parametrize("how_many", [1, 3])
def test_a_page_takes_the_same_queries_however_many_there_are(
    client, how_many, django_assert_num_queries
):
    for number in range(how_many):
        Guideline.objects.create(title=f"{number}", slug=f"g{number}", summary="S", body=BODY)
    for path in ("/guidelines/", "/guidelines/g0/"):
        with django_assert_num_queries(1):
            assert client.get(path).status_code == 200
