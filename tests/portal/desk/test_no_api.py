"""The desk has no API: what programs ask is answered the same whoever asks, and only read."""

import re

import pytest
from django.test import Client
from django.urls import URLResolver, get_resolver

from tests.factories import ForumFactory, InitiativeFactory, OrganizationFactory, UserFactory

pytestmark = pytest.mark.django_db

NAME = "hidden-from-readers"


def walked(patterns, before=""):
    for one in patterns:
        whole = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from walked(one.url_patterns, whole)
        else:
            yield whole


def addresses():
    """Each address of the API, about the records that are drafts."""
    for pattern in walked(get_resolver().url_patterns):
        if pattern.startswith("api/"):
            filled = re.sub(r"\(\?P<\w+>(?:[^()]|\([^()]*\))*\)|<\w+(?::\w+)?>", NAME, pattern)
            yield "/" + re.sub(r"[\^$?\\]", "", filled)


@pytest.fixture
def root():
    client = Client()
    client.force_login(UserFactory(is_superuser=True))
    return client


@pytest.fixture(autouse=True)
def drafts():
    for factory in (InitiativeFactory, OrganizationFactory, ForumFactory):
        factory(slug=NAME, publication="draft")


def test_nothing_is_written_by_it(root):
    found = list(addresses())
    assert len(found) > 20
    for address in found:
        for method in ("post", "put", "patch", "delete"):
            assert getattr(root, method)(address).status_code == 405, address


def test_a_draft_is_no_more_there_for_a_superuser_than_for_anybody(root):
    for address in addresses():
        answer = root.get(address)
        assert answer.status_code == Client().get(address).status_code, address
        if answer.status_code == 200 and not answer.streaming:
            assert f'"{NAME}"' not in answer.content.decode(), address


@pytest.mark.parametrize("kind", ["initiatives", "organizations", "forums"])
def test_no_way_of_asking_shows_one(root, kind):
    assert root.get(f"/api/v1/{kind}/{NAME}/").status_code == 404
    for question in ("", "?q=hidden", "?publication=draft", "?page_size=100", "?fields=slug"):
        assert NAME not in root.get(f"/api/v1/{kind}/{question}").content.decode().partition("?")[0]
