"""The map of the site: every public page once, in parts that are made in a moment."""

from xml.etree import ElementTree

import pytest
from django.urls import reverse

from initiatives.models import Initiative
from portal.pages import sitemaps
from tests.factories import (
    AppearanceFactory,
    InitiativeFactory,
    OrganizationFactory,
    ReplicationFactory,
    ResourceFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db

NAMES = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
HOST = "http://testserver"


def entries(client, address):
    """The addresses that a part or the index tells of, each with its date or None."""
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/xml"
    assert response["X-Robots-Tag"].startswith("noindex")
    root = ElementTree.fromstring(response.content)  # noqa: S314 - our own answer
    return {
        entry.findtext(f"{NAMES}loc"): entry.findtext(f"{NAMES}lastmod")
        for entry in root.iter()
        if entry.find(f"{NAMES}loc") is not None
    }


def pages(client):
    """All addresses of all parts, one after another."""
    return [page for part in entries(client, "/sitemap.xml") for page in entries(client, part)]


def test_every_public_page_stands_in_it_once_and_nothing_else(client):
    appearance = AppearanceFactory()
    session = appearance.session
    replication = ReplicationFactory()
    public = [
        *(appearance.person, session, session.forum, OrganizationFactory(), ResourceFactory()),
        *(replication, replication.initiative, ThemeFactory()),
        *(replication.from_country, replication.to_country),
    ]
    InitiativeFactory(slug="secret", publication="draft")
    ReplicationFactory(initiative__publication="draft")
    AppearanceFactory(session__forum__publication="draft", person__publication="archived")
    found = pages(client)
    assert len(found) == len(set(found))
    expected = {HOST + record.get_absolute_url() for record in public}
    expected |= {HOST + reverse(name) for name in sitemaps.LISTS}
    others = {page for page in set(found) - expected if "/themes/" not in page}
    assert (expected - set(found), others) == (set(), set())
    for page in found:
        assert client.get(page).status_code == 200


def test_a_part_tells_when_each_page_and_the_latest_of_them_changed(client):
    first = InitiativeFactory()
    second = InitiativeFactory()
    [part] = [part for part in entries(client, "/sitemap.xml") if "initiatives" in part]
    known = Initiative.objects.dated().in_bulk()
    dates = [known[one.pk].modified.isoformat(timespec="seconds") for one in (first, second)]
    assert list(entries(client, part).values()) == dates
    assert entries(client, "/sitemap.xml")[part] == max(dates)


def test_parts_take_up_where_others_end_and_withdrawals_move_nothing(client, monkeypatch):
    monkeypatch.setattr(sitemaps, "SPAN", 2)
    initiatives = InitiativeFactory.create_batch(5)

    def told():
        parts = [part for part in entries(client, "/sitemap.xml") if "initiatives" in part]
        return {part: list(entries(client, part)) for part in parts}

    before = told()
    assert len(before) >= 3
    addresses = [HOST + initiative.get_absolute_url() for initiative in initiatives]
    assert [page for part in before.values() for page in part] == addresses
    Initiative.objects.filter(pk=initiatives[1].pk).update(publication="archived")
    after = told()
    assert {page for part in after.values() for page in part} == {*addresses} - {addresses[1]}
    for part, listed in after.items():
        assert set(listed) <= set(before[part])


@pytest.mark.parametrize("part", ["initiatives-7", "initiatives-999999999", "people-0", "users-0"])
def test_what_is_no_part_is_not_found(client, part):
    InitiativeFactory()
    assert client.get(f"/sitemap-{part}.xml").status_code == 404


@pytest.mark.parametrize("how_many", [1, 3])
def test_three_records_take_no_more_queries(client, django_assert_num_queries, how_many):
    InitiativeFactory.create_batch(how_many)
    parts = list(entries(client, "/sitemap.xml"))
    with django_assert_num_queries(1):
        client.get("/sitemap.xml")
    with django_assert_num_queries(1):
        client.get(next(part for part in parts if "initiatives" in part))
