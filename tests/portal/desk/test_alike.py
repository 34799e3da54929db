"""While a name or an address is typed, the desk says which records may be the same already."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from core.publishing import remembering
from initiatives.models import Organization, Source
from portal.desk.roles import CURATORS
from tests.desk import url_of
from tests.factories import (
    A_THEME,
    CountryFactory,
    InitiativeFactory,
    OrganizationFactory,
    PersonFactory,
    SourceFactory,
    ThemeFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

MINISTRY = "Ministry of Labour and Employment"


@pytest.fixture
def curator(client):
    client.force_login(UserFactory(groups=[CURATORS]))
    return client


def answer(client, kind, **typed):
    return client.get(reverse("admin:alike"), {"kind": kind, **typed})


def alike(client, kind, **typed):
    return [one["text"] for one in answer(client, kind, **typed).json()["alike"]]


def test_a_name_is_known_in_other_words_and_leads_to_the_record(curator):
    ministry = OrganizationFactory(name=MINISTRY)
    OrganizationFactory(name="Ministry of Health")
    found = answer(curator, "initiatives.organization", name="Ministério do Trabalho e Emprego")
    assert found.json() == {
        "alike": [
            {
                "key": ministry.pk,
                "text": MINISTRY,
                "url": url_of(Organization, "change", ministry.pk),
                "state": "published",
                "by": "name",
                "used": "",
            }
        ],
        "more": 0,
    }
    assert "no-store" in found["Cache-Control"]


def test_what_else_stands_in_the_form_tells_records_apart(curator):
    brazil, kenya = (CountryFactory(iso3=code) for code in ("BRA", "KEN"))
    OrganizationFactory(name=MINISTRY, country=brazil)
    typed = {"name": MINISTRY}
    assert alike(curator, "initiatives.organization", **typed, country=brazil.pk) == [MINISTRY]
    assert alike(curator, "initiatives.organization", **typed, country=kenya.pk) == []
    assert alike(curator, "initiatives.organization", **typed) == [MINISTRY]


def test_a_record_is_not_its_own_twin(curator):
    ministry = OrganizationFactory(name=MINISTRY)
    assert alike(curator, "initiatives.organization", name=MINISTRY, own=ministry.pk) == []


def test_a_word_that_is_still_being_typed_finds_what_begins_so(curator):
    OrganizationFactory(name=MINISTRY)
    assert alike(curator, "initiatives.organization", name="Ministry of Lab") == [MINISTRY]
    assert alike(curator, "initiatives.organization", name="Ministry of Labour") == []


def test_a_slip_in_a_common_word_is_none_in_the_name(curator):
    name = "International Labour Organization"
    OrganizationFactory(name=name)
    OrganizationFactory(name="National Labour Organization")
    for typed in ("Internatonal Labour Organization", "Interntional Labour Organization"):
        assert alike(curator, "initiatives.organization", name=typed) == [name]


def test_the_acronym_of_another_is_said_beside_a_new_name(curator):
    brazil, kenya = (CountryFactory(iso3=code) for code in ("BRA", "KEN"))
    name = "Ministry of Labour"
    OrganizationFactory(name=name, acronym="MTE", country=brazil)
    for typed in ({"name": "Something new"}, {}):
        asked = {"acronym": "mte", **typed}
        assert len(alike(curator, "initiatives.organization", **asked)) == 1
        assert alike(curator, "initiatives.organization", **asked, country=kenya.pk) == []
    assert alike(curator, "initiatives.organization", name="Something new", acronym="MT") == []


@pytest.mark.parametrize(
    ("typed", "is_found"),
    [
        ("Banco Palmas", True),
        ("Banco Palmas community banks", True),
        ("Bancos comunitários Palmas", True),
        ("Banco Palmas of seeds", False),
        ("Banco Palmas 2", False),
        ("Community banks with their own money", False),
    ],
)
def test_a_title_is_known_by_what_stands_before_its_colon(curator, typed, is_found):
    title = "Banco Palmas: community banks with their own money"
    ThemeFactory(name="Community", name_pt="Comunitários")
    InitiativeFactory(title=title)
    found = alike(curator, "initiatives.initiative", title=typed)
    assert found == ([title] if is_found else [])


def test_an_address_that_is_a_source_already_says_what_rests_on_it(curator):
    source = SourceFactory(title="Evaluation", url="https://www.ilo.org/evaluation")
    InitiativeFactory(title="Seed banks", themes=[A_THEME], sources=[source.url])
    found = answer(curator, "initiatives.source", url="http://ilo.org/evaluation/?utm_source=x")
    (one,) = found.json()["alike"]
    assert (one["key"], one["by"], one["used"]) == (source.pk, "page", "initiative Seed banks")
    for url in ("www.ilo.org/evaluation", "ilo.org/evaluation/"):
        assert len(alike(curator, "initiatives.source", url=url)) == 1
    assert alike(curator, "initiatives.source", url="https://www.ilo.org/evaluations") == []


def test_drafts_are_named_with_their_state(curator):
    PersonFactory(name="Maria da Silva", publication="draft")
    (one,) = answer(curator, "forum.person", name="da Silva, Maria").json()["alike"]
    assert (one["text"], one["state"]) == ("Maria da Silva", "draft")


def test_what_is_new_changed_or_gone_is_known_at_once(curator):
    theme = ThemeFactory(name="Child labour")
    assert alike(curator, "initiatives.theme", name="Travail des enfants") == ["Child labour"]
    theme.name = "Forced labour"
    theme.save()
    assert alike(curator, "initiatives.theme", name="Travail des enfants") == []
    assert alike(curator, "initiatives.theme", name="Travail forcé") == ["Forced labour"]
    theme.delete()
    assert alike(curator, "initiatives.theme", name="Travail forcé") == []


def test_who_may_not_view_a_kind_learns_nothing_of_it(client):
    OrganizationFactory(name=MINISTRY)
    assert answer(client, "initiatives.organization", name=MINISTRY).status_code == 302
    user = UserFactory()
    user.user_permissions.set(Permission.objects.filter(codename="view_theme"))
    client.force_login(user)
    assert answer(client, "initiatives.organization", name=MINISTRY).status_code == 403
    assert answer(client, "initiatives.theme", name="Child labour").status_code == 200


@pytest.mark.parametrize("kind", ["", "nothing", "auth.user", "initiatives.country"])
def test_there_are_no_twins_of_other_kinds(curator, kind):
    assert answer(curator, kind, name="Ghana").status_code == 404


@pytest.mark.parametrize(
    "typed",
    [
        {"title": "", "url": ""},
        {"title": "x" * 1500},
        {"url": "http://[broken"},
        {"url": "no address", "year": "next year", "own": "9" * 30},
        {"title": "(", "publisher": ")("},
    ],
)
def test_odd_entries_have_no_twins_and_break_nothing(curator, typed):
    SourceFactory(title="Evaluation")
    assert answer(curator, "initiatives.source", **typed).json() == {"alike": [], "more": 0}


def test_five_are_named_and_the_rest_counted(curator):
    for number in range(7):
        OrganizationFactory(name=MINISTRY, slug=f"ministry-{number}")
    found = answer(curator, "initiatives.organization", name=MINISTRY).json()
    assert (len(found["alike"]), found["more"]) == (5, 2)


@pytest.mark.parametrize("how_many", [1, 3])
def test_more_twins_take_no_more_queries(curator, how_many, django_assert_max_num_queries):
    for number in range(how_many):
        OrganizationFactory(name=MINISTRY, slug=f"ministry-{number}")
    with django_assert_max_num_queries(9):
        assert len(alike(curator, "initiatives.organization", name=MINISTRY)) == how_many


def test_forms_say_what_their_script_asks_for(curator):
    page = curator.get(url_of(Source, "add")).content.decode()
    assert 'data-kind="initiatives.source" data-own="" data-names="title"' in page
    assert 'data-address="url" data-fields="title year url publisher"' in page


def test_who_asks_first_where_there_are_many_does_not_wait_for_all_to_be_read(curator, monkeypatch):
    later = []
    monkeypatch.setattr(remembering, "FEW", 0)
    monkeypatch.setattr(remembering, "beside", later.append)
    monkeypatch.setattr(remembering, "_memories", {})
    OrganizationFactory(name=MINISTRY)
    asked = {"name": "Ministry of Labor and Employment"}
    assert alike(curator, "initiatives.organization", **asked) == [MINISTRY]
    assert alike(curator, "initiatives.organization", name="Ministério do Trabalho e Emprego") == []
    (read_all,) = later  # it is asked for once
    read_all()
    translated = alike(curator, "initiatives.organization", name="Ministério do Trabalho e Emprego")
    assert translated == [MINISTRY]
