"""Lists tell what of their address they have ignored, a name as well as a value."""

import pytest

from tests.factories import CountryFactory
from tests.pages import visible_text

LISTS = [
    "/initiatives/",
    "/replications/",
    "/organizations/",
    "/forums/",
    "/people/",
    "/resources/",
    "/themes/",
    "/countries/",
]
IGNORED = "We ignored part of the web address that we did not understand:"
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", LISTS)
def test_a_parameter_that_a_list_does_not_have_is_told(client, path):
    response = client.get(path, {"nonsense": "BRA"})
    assert response.status_code == 200
    assert IGNORED in visible_text(response)
    assert "Unknown filter: “nonsense”." in visible_text(response)


@pytest.mark.parametrize("path", LISTS)
def test_those_of_pages_and_of_who_follows_people_are_not(client, path):
    asked = {"q": "", "page": "1", "utm_source": "a", "fbclid": "b", "gclid": "c"}
    assert IGNORED not in visible_text(client.get(path, asked))


def test_the_nearest_filter_is_proposed(client):
    text = visible_text(client.get("/organizations/?contry=BRA&knd=x&rol=x&nonsense=x"))
    for name, near in [("contry", "country"), ("knd", "kind"), ("rol", "role")]:
        assert f"Unknown filter: “{name}”. Did you mean {near}?" in text
    assert "Unknown filter: “nonsense”" not in text  # three are told


def test_wrong_values_are_told_by_every_list(client):
    assert "Kind: Unknown value: 'poem'." in visible_text(client.get("/resources/?kind=poem"))
    assert "Pillar: Unknown value: 'roof'." in visible_text(client.get("/themes/?pillar=roof"))


def test_the_page_of_a_country_tells_it_too(client):
    text = visible_text(client.get(CountryFactory(iso3="ECU").get_absolute_url() + "?them=care"))
    assert "Unknown filter: “them”. Did you mean theme?" in text
