"""What curators find at the desk: what readers find, drafts, and beginnings of words."""

import pytest

from forum.models import Person
from initiatives.models import Initiative, Organization
from portal.desk.roles import EDITORS
from tests.desk import url_of
from tests.factories import (
    CountryFactory,
    GlossaryTermFactory,
    InitiativeFactory,
    OrganizationFactory,
    PersonFactory,
    ThemeFactory,
    UserFactory,
)
from tests.initiatives.admin.test_admin_lists import listed, offered

pytestmark = pytest.mark.django_db

PARTNERSHIP = Initiative.partnerships.rel.related_model


@pytest.fixture
def editor(client):
    client.force_login(UserFactory(groups=[EDITORS]))
    return client


def test_misspelt_words_find_what_is_published(editor, read):
    InitiativeFactory(title="Kudumbashree of Kerala")
    PersonFactory(name="Sharan Burrow")
    read()
    assert listed(editor, Initiative, q="kudumbashre kerla") == {"Kudumbashree of Kerala"}
    assert listed(editor, Person, q="Sharan Burow") == {"Sharan Burrow"}
    assert offered(editor, PARTNERSHIP, "initiative", "kudumbasree") == ["Kudumbashree of Kerala"]


def test_other_languages_and_abbreviations_find_what_is_published(editor, read):
    ThemeFactory(slug="child-labour", name="Child labour", name_es="Trabajo infantil")
    InitiativeFactory(title="Network", themes=["child-labour"])
    InitiativeFactory(title="Cash transfers", summary="A conditional cash transfer.")
    GlossaryTermFactory(phrase="CCT", stands_for=["conditional cash transfer"])
    peru = CountryFactory(iso3="PER", name="Peru", name_fr="Pérou")
    OrganizationFactory(name="Ministry of Labour", country=peru)
    read()
    assert listed(editor, Initiative, q="trabajo infantil") == {"Network"}
    assert listed(editor, Initiative, q="CCT") == {"Cash transfers"}
    assert listed(editor, Organization, q="perou") == {"Ministry of Labour"}


def test_drafts_are_found_beside_what_is_published(editor, read):
    InitiativeFactory(title="Seed bank")
    InitiativeFactory(title="Seed fair", publication="draft")
    InitiativeFactory(title="Bread", publication="draft")
    read()
    assert listed(editor, Initiative, q="seeds") == {"Seed bank", "Seed fair"}


def test_a_draft_written_wrongly_hides_nothing_that_is_published(editor, read):
    InitiativeFactory(title="Kudumbashree")
    InitiativeFactory(title="Kudumbashri", publication="draft")
    read()
    assert listed(editor, Initiative, q="kudumbashri") == {"Kudumbashree", "Kudumbashri"}


def test_mended_words_find_drafts_too_where_nobody_wrote_those_typed(editor, read):
    InitiativeFactory(title="Kudumbashree")
    InitiativeFactory(title="Kudumbashree of Kerala", publication="draft")
    read()
    both = {"Kudumbashree", "Kudumbashree of Kerala"}
    assert listed(editor, Initiative, q="kudumbasree") == both


def test_beginnings_and_parts_of_addresses_are_found(editor, read):
    InitiativeFactory(slug="kilns-for-all", title="Bread")
    InitiativeFactory(title="Ovens")
    InitiativeFactory(title="Overland routes")
    read()
    assert listed(editor, Initiative, q="ns-for") == {"Bread"}
    assert offered(editor, PARTNERSHIP, "initiative", "ove") == ["Ovens", "Overland routes"]
    assert offered(editor, PARTNERSHIP, "initiative", "overla") == ["Overland routes"]


def test_some_of_the_words_are_enough_only_where_nothing_has_them_all(editor, read):
    InitiativeFactory(title="Seed bank")
    InitiativeFactory(title="Maize")
    InitiativeFactory(title="Maize from the seed", publication="draft")
    read()
    assert listed(editor, Initiative, q="seed maize") == {"Maize from the seed"}
    assert listed(editor, Initiative, q="maize bank") == {"Maize", "Seed bank"}


def test_what_is_called_so_comes_first_unless_another_order_is_chosen(editor):
    beside = ["Beside Ciudad Mujer", "A city: mujer, ciudad"]
    for title in (*beside, "Ciudad Mujer", "Ciudad Mujer II"):
        InitiativeFactory(title=title, publication="draft")
    OrganizationFactory(name="The ILO", acronym="ITC")
    OrganizationFactory(name="International Labour Organization", acronym="ILO")

    def titles(model, **asked):
        found = editor.get(url_of(model, "changelist"), asked).context["cl"].result_list
        return [str(record) for record in found]

    assert titles(Initiative, q="ciudad mujer") == [
        "Ciudad Mujer",
        "Ciudad Mujer II",
        "Beside Ciudad Mujer",
        "A city: mujer, ciudad",
    ]
    assert titles(Initiative, q="ciudad mujer", o="1")[0] == "A city: mujer, ciudad"
    assert titles(Organization, q="ilo")[0] == "International Labour Organization (ILO)"


def test_what_was_withdrawn_is_found_as_any_draft(editor, read):
    person = PersonFactory(name="Sharan Burrow")
    read()
    Person.objects.filter(pk=person.pk).update(publication="archived")
    assert listed(editor, Person, q="burrow") == {"Sharan Burrow"}


@pytest.mark.parametrize("how_many", [1, 3])
def test_more_found_cost_no_more(editor, read, django_assert_max_num_queries, how_many):
    InitiativeFactory.create_batch(how_many, title="Seed bank")
    InitiativeFactory.create_batch(how_many, title="Seed fair", publication="draft")
    read()
    editor.get("/admin/")
    with django_assert_max_num_queries(13):
        assert len(listed(editor, Initiative, q="seed")) == 2


@pytest.mark.parametrize("words", ["'", '"', "-", "--", "&|:*", "%", "\\", "🙂", "x" * 200])
def test_whatever_is_typed_is_answered_with_a_list(editor, read, words):
    InitiativeFactory()
    PersonFactory()
    read()
    listed(editor, Initiative, q=words)
    listed(editor, Person, q=words)
