"""Feeds: any search of initiatives for feed readers, safe to show and safe to subscribe to."""

from datetime import datetime
from xml.etree import ElementTree

import pytest
from django.test import Client

from core import revision
from core.models import PublicRecord
from initiatives.models import Initiative, Theme
from initiatives.pages.feeds import TOMBSTONES
from tests.factories import InitiativeFactory, OrganizationFactory

FEED = "/initiatives/feed.atom"
ATOM = "{http://www.w3.org/2005/Atom}"
AT = "{http://purl.org/atompub/tombstones/1.0}"

pytestmark = pytest.mark.django_db


def feed(client, **query):
    """The feed as an element."""
    response = client.get(FEED, query)
    assert response.status_code == 200, response.content
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(response.content)  # noqa: S314 - our own answer


def texts(element, name):
    return [found.text for found in element.iter(f"{ATOM}{name}")]


def ids(client, **query):
    """The ids of the entries."""
    return [
        text for entry in feed(client, **query).iter(f"{ATOM}entry") for text in texts(entry, "id")
    ]


def test_any_search_is_a_feed(client):
    InitiativeFactory(title="Seeds", themes=["cooperatives"])
    InitiativeFactory(title="Bread", themes=["child-labour"])
    InitiativeFactory(title="Secret", themes=["cooperatives"], publication="draft")
    found = feed(client, theme="cooperatives")
    assert texts(found, "title") == [
        "Initiatives on cooperatives · Decent Work Solutions",
        "Seeds",
    ]
    links = {link.get("rel"): link.get("href") for link in found.findall(f"{ATOM}link")}
    assert links == {
        "alternate": "http://testserver/initiatives/?theme=cooperatives",
        "self": "http://testserver/initiatives/feed.atom?theme=cooperatives",
    }
    themes = ["cooperatives", "child-labour"]
    assert texts(feed(client, theme=themes), "title") == [
        "Initiatives on child labour and cooperatives · Decent Work Solutions"
    ]
    assert texts(feed(client, theme=themes, match="any"), "title") == [
        "Initiatives on child labour or cooperatives · Decent Work Solutions",
        "Seeds",
        "Bread",
    ]


def test_a_summary_is_plain_text_and_says_so(client):
    """A reader that took it for HTML would run what a curator typed."""
    summary = "Tom & Jerry <script>alert(1)</script> 5 < 6"
    InitiativeFactory(title="<b>Seeds</b>", summary=summary)
    entry = feed(client).find(f"{ATOM}entry")
    assert entry.find(f"{ATOM}title").text == "<b>Seeds</b>"
    assert entry.find(f"{ATOM}title").get("type", "text") == "text"
    [told] = entry.findall(f"{ATOM}summary")
    assert (told.get("type"), told.text) == ("text", summary)


def test_it_has_all_that_rfc_4287_demands(client):
    InitiativeFactory()
    found = feed(client)
    for name in ("id", "title", "updated"):
        assert len(found.findall(f"{ATOM}{name}")) == 1
    assert found.find(f"{ATOM}author/{ATOM}name").text == "Decent Work Solutions"
    entry = found.find(f"{ATOM}entry")
    for name in ("id", "title", "updated", "summary"):
        assert len(entry.findall(f"{ATOM}{name}")) == 1


def test_the_id_of_an_entry_outlives_slug_and_host(client, settings):
    settings.ALLOWED_HOSTS = ["testserver", "elsewhere.example.org"]
    settings.TAG_AUTHORITY = "solutions.example.org,2026"
    initiative = InitiativeFactory(slug="first-name")
    [first] = ids(client)
    assert first == f"tag:solutions.example.org,2026:initiative/{initiative.public_id}"
    Initiative.objects.filter(pk=initiative.pk).update(slug="second-name", title="Another title")
    assert ids(Client(SERVER_NAME="elsewhere.example.org")) == [first]


def tombstones(client, **query):
    """What the feed tells of entries that are no more: id, time and comment."""
    return [
        (gone.get("ref"), gone.get("when"), gone.findtext(f"{AT}comment"))
        for gone in feed(client, **query).iter(f"{AT}deleted-entry")
    ]


def withdraw(initiative, **told):
    """Archive an initiative, and say something of it."""
    revision.current(fresh=True)  # has the triggers of this transaction's changes fire
    Initiative.objects.filter(pk=initiative.pk).update(publication="archived")
    revision.current(fresh=True)
    PublicRecord.objects.filter(public_id=initiative.public_id).update(**told)


def test_it_tells_of_what_was_withdrawn_when_and_why(client):
    """RFC 6721: else feed readers keep an entry for ever."""
    initiative = InitiativeFactory(title="Seeds")
    [entry] = ids(client)
    assert tombstones(client) == []
    withdraw(initiative, reason="Asked for by <the ministry> & us.")
    assert ids(client) == []
    when = PublicRecord.objects.get(public_id=initiative.public_id).withdrawn
    [(ref, told, comment)] = tombstones(client)
    assert (ref, comment) == (entry, "Asked for by <the ministry> & us.")
    assert datetime.fromisoformat(told) == when
    assert "Seeds" not in client.get(FEED).content.decode()
    Initiative.objects.update(publication="published")
    assert (ids(client), tombstones(client)) == ([entry], [])


def test_every_search_tells_of_it_and_one_without_a_reason_has_no_comment(client):
    initiative = InitiativeFactory(themes=["cooperatives"])
    InitiativeFactory(themes=["child-labour"])
    withdraw(initiative)
    for query in ({"theme": "cooperatives"}, {"theme": "child-labour"}, {}):
        [(_, _, comment)] = tombstones(client, **query)
        assert comment is None


@pytest.mark.parametrize("state", ["archived", "merged"])
def test_what_stays_readable_or_was_merged_left_the_feed_too(client, state):
    initiative, other = InitiativeFactory(), InitiativeFactory()
    revision.current(fresh=True)
    into = PublicRecord.objects.get(public_id=other.public_id) if state == "merged" else None
    withdraw(initiative, state=state, replaced_by=into)
    assert [ref.endswith(initiative.public_id) for ref, _, _ in tombstones(client)] == [True]


def test_a_feed_without_entries_stays_the_same_until_the_catalogue_changes(client):
    InitiativeFactory()
    Theme.objects.create(slug="empty", name="Empty", pillar="employment")
    first, second = (texts(feed(client, theme="empty"), "updated") for _ in range(2))
    assert first == second


def test_what_vanished_has_an_id_and_nothing_else(client):
    initiative = InitiativeFactory(slug="ana-perez")
    withdraw(initiative, reason="Ana Pérez asked for it.")
    PublicRecord.objects.filter(public_id=initiative.public_id).update(state="vanished")
    [(ref, _, comment)] = tombstones(client)
    assert ref.endswith(f"initiative/{initiative.public_id}")
    assert comment is None
    assert "ana" not in client.get(FEED).content.decode().lower()


def test_drafts_and_other_kinds_leave_nothing(client):
    InitiativeFactory(publication="draft").delete()
    organization = OrganizationFactory()
    revision.current(fresh=True)
    organization.delete()
    assert tombstones(client) == []


def test_it_tells_of_the_latest_alone(client):
    withdrawn = [InitiativeFactory() for _ in range(TOMBSTONES + 2)]
    for initiative in withdrawn:
        withdraw(initiative)
    told = [ref.rpartition("/")[2] for ref, _, _ in tombstones(client)]
    assert told == [initiative.public_id for initiative in withdrawn[:1:-1]]


def test_a_withdrawal_dates_the_feed_and_changes_its_etag(caching, client):
    InitiativeFactory()
    initiative = InitiativeFactory()
    before = client.get(FEED).headers["ETag"]
    withdraw(initiative)
    response = client.get(FEED, headers={"If-None-Match": before})
    assert response.status_code == 200
    when = PublicRecord.objects.get(public_id=initiative.public_id).withdrawn
    updated = ElementTree.fromstring(response.content).findtext(f"{ATOM}updated")  # noqa: S314
    assert datetime.fromisoformat(updated) == when
    again = client.get(FEED, headers={"If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304


def test_two_questions_are_two_feeds(client):
    InitiativeFactory(themes=["cooperatives"])
    all_of_it, part = feed(client), feed(client, theme="cooperatives")
    assert all_of_it.find(f"{ATOM}id").text.startswith("tag:")
    assert all_of_it.find(f"{ATOM}id").text != part.find(f"{ATOM}id").text


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ({"theme": "nope"}, "Unknown value: 'nope'. Known ones: cooperatives."),
        (
            {"theme": ["cooperatives", "nope"]},
            "Unknown value: 'nope'. Known ones: cooperatives.",
        ),
        ({"organization": "nope"}, "Unknown value: 'nope'."),
        ({"year_from": "soon"}, "Enter a year from 1900 to 2035."),
        ({"sort": ["title", "newest"]}, "Give it once."),
        ({"q": "\0"}, "Holds the control character U+0000."),
    ],
)
def test_a_question_that_is_not_understood_is_refused_by_name(client, query, message):
    """Not answered with the whole catalogue, for ever."""
    InitiativeFactory(themes=["cooperatives"])
    response = client.get(FEED, query)
    assert response.status_code == 400
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.json() == {
        "type": "/api/errors/question/",
        "title": "Bad Request",
        "status": 400,
        "detail": "The question is not understood.",
        "errors": {name: [message] for name in query},
    }


def test_an_unknown_parameter_is_refused(client):
    response = client.get(FEED, {"thme": "cooperatives"})
    assert response.status_code == 400
    [message] = response.json()["errors"]["thme"]
    assert message.startswith("Unknown parameter. Did you mean theme? ")


def test_every_question_of_the_list_can_be_subscribed_to(client):
    InitiativeFactory(themes=["cooperatives"], title="Seeds for all")
    query = {"theme": "cooperatives", "q": "seeds", "sort": "title", "year_from": ""}
    assert len(ids(client, **query)) == 1


def test_freshness_is_promised_by_the_etag_alone(caching, client):
    """`Last-Modified` would go back in time with a withdrawal."""
    InitiativeFactory()
    response = client.get(FEED)
    assert "Last-Modified" not in response.headers
    again = client.get(FEED, headers={"If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304
    for path in ("/sitemap.xml", "/", "/initiatives/"):
        assert "Last-Modified" not in client.get(path).headers
