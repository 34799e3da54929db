"""Countries within a sentence."""

import pytest

from initiatives.models import Country
from initiatives.short_names import EVERYDAY, name_in_text, short_name
from tests.factories import CountryFactory, InitiativeFactory, ReplicationFactory
from tests.pages import visible_text


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Ghana", "Ghana"),
        ("Bolivia (Plurinational State of)", "Bolivia"),
        ("Netherlands (Kingdom of the)", "Netherlands"),
        ("United Republic of Tanzania", "Tanzania"),
    ],
)
def test_the_everyday_name_stands_for_the_official_one(name, short):
    assert short_name(name) == short


@pytest.mark.parametrize(
    ("name", "within"),
    [
        ("Ghana", "Ghana"),
        ("Netherlands (Kingdom of the)", "the Netherlands"),
        ("United States of America", "the United States"),
        ("Marshall Islands", "the Marshall Islands"),
    ],
)
def test_some_have_an_article_within_a_sentence(name, within):
    assert name_in_text(name) == within


@pytest.mark.django_db
def test_each_everyday_name_is_of_a_country_that_is_called_so(catalogue):
    assert set(EVERYDAY) <= set(Country.objects.values_list("name", flat=True))


@pytest.mark.django_db
def test_pages_say_the_short_name_but_at_the_head_of_the_countrys_own(client):
    bolivia = CountryFactory(iso3="BOL", name="Bolivia (Plurinational State of)")
    initiative = InitiativeFactory(origins=[bolivia])
    ReplicationFactory(initiative=initiative, from_country=bolivia, to_country__name="Peru")
    for page in ("/initiatives/", initiative.get_absolute_url()):
        assert "Bolivia → taken up by Peru" in visible_text(client.get(page))
    assert "Plurinational" not in visible_text(client.get(initiative.get_absolute_url()))
    own = client.get("/countries/BOL/").content.decode()
    assert "<h1>Bolivia (Plurinational State of)</h1>" in own
    said = client.get(f"/api/v1/initiatives/{initiative.slug}/").json()
    assert said["origin_countries"][0]["name"] == "Bolivia (Plurinational State of)"
