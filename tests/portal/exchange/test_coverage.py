"""Every fact of the report on the Solution Forum of 2014 shows on the pages.

`data/coverage.json` has a row for each fact: its number, the fact in few words, and the pages with
the texts (and addresses of links) that tell it.
"""

import json
from html import escape
from pathlib import Path

import pytest

from forum.models import Forum, Session
from forum.records.sessions import SESSIONS
from tests.pages import visible_text

ROWS = json.loads(Path(__file__).with_name("data").joinpath("coverage.json").read_text())

seen = {}  # pages that a row has opened already: the catalogue does not change meanwhile


def opened(client, address):
    """The visible text and the source of a page."""
    if address not in seen:
        response = client.get(address)
        assert response.status_code == 200, address
        seen[address] = visible_text(response), response.content.decode()
    return seen[address]


def test_there_is_a_row_for_each_fact():
    assert [row["number"] for row in ROWS] == list(range(1, 70))
    assert all(page["texts"] for row in ROWS for page in row["pages"])


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['number']}-{row['fact'][:40]}")
def test_the_fact_shows(client, catalogue, row):
    missing = []
    for page in row["pages"]:
        text, source = opened(client, page["address"])
        missing += [(page["address"], words) for words in page["texts"] if words not in text]
        missing += [
            (page["address"], link)
            for link in page.get("links", [])
            if f'href="{escape(link)}"' not in source
        ]
    assert missing == []


def test_the_forum_of_2014_is_complete_and_in_order(client, catalogue):
    forum = Forum.objects.get(slug="ilo-solution-forum-gssd-expo-2014")
    whole, _ = opened(client, forum.get_absolute_url())
    sessions = list(forum.sessions.order_by("order"))
    assert len(sessions) == 4
    assert sorted(whole.index(session.title) for session in sessions) == [
        whole.index(session.title) for session in sessions
    ]
    assert all(resource.title in whole for resource in forum.resources.all())
    for session in sessions:
        text, _ = opened(client, session.get_absolute_url())
        for said in session.key_messages:
            assert said in text
            assert said in whole
        for initiative in session.initiatives.all():
            assert initiative.title in text
            assert initiative.title in whole
        assert all(
            resource.title in text and resource.title in whole
            for resource in session.resources.all()
        )
        assert all(figure.label in text for figure in session.figures.all())
        places = []
        for appearance in SESSIONS.first(Session.objects.filter(pk=session.pk)).appearances:
            name, role = appearance.person.name, appearance.get_role_display()
            post = f"{name} {role} {appearance.position}, {appearance.organization.name}"
            assert f"{post} {appearance.topic}" in whole
            places.append(text.index(f"{post} {appearance.topic} {' '.join(appearance.points)}"))
        assert places == sorted(places)
