"""Three servers that share nothing but the database: what is edited at one is found at all."""

import http.cookiejar
import json
import re
import urllib.parse
import urllib.request

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher

from initiatives.models import Initiative
from tests.desk import Fields, url_of
from tests.factories import InitiativeFactory, PersonFactory, UserFactory
from tests.servers import Server, database_url, wait_until

NETWORK = "companies-network-ecuador"


class Served(Server):
    """A server of the portal, and two who visit it: a stranger and a curator."""

    def __init__(self):
        super().__init__(database_url())
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.visitor = urllib.request.build_opener()
        self.curator = urllib.request.build_opener(jar)

    def url(self, path):
        return f"http://127.0.0.1:{self.port}{path}"

    def found(self, words, kind="initiatives"):
        """Slugs that a search by words finds, as a visitor."""
        query = urllib.parse.urlencode({"q": words})
        with self.visitor.open(self.url(f"/api/v1/{kind}/?{query}"), timeout=30) as answer:
            return [record["slug"] for record in json.load(answer)["results"]]

    def post(self, path, **fields):
        """Send a form of the curators' desk, with the token of its page."""
        with self.curator.open(self.url(path), timeout=30) as page:
            token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', page.read().decode())[1]
        fields["csrfmiddlewaretoken"] = token
        data = urllib.parse.urlencode(fields).encode()
        headers = {"Referer": self.url(path)}
        request = urllib.request.Request(self.url(path), data, headers)  # noqa: S310 - our own
        with self.curator.open(request, timeout=30) as answer:
            return answer.read().decode()

    def take_step(self, step, record):
        """Choose a step for a record of a list, and say yes to the page that asks."""
        path = url_of(type(record), "changelist")
        question = self.post(path, action=step, _selected_action=record.pk, index=0, seen="")
        self.post(path, **Fields(question).data)


@pytest.fixture
def network(transactional_db):
    """What is looked for, among others."""
    InitiativeFactory.create_batch(5)
    return InitiativeFactory(
        slug=NETWORK,
        title="Companies' network for an Ecuador free of child labour",
        origins=["ECU"],
        themes=["child-labour"],
    )


@pytest.fixture
def ryder(transactional_db):
    PersonFactory.create_batch(5)
    return PersonFactory(name="Guy Ryder")


@pytest.fixture
def servers(network, ryder):
    """Three servers over the catalogue of these, all of them up."""
    running = [Served() for _ in range(3)]
    wait_until(lambda: all(server.is_up() for server in running))
    yield running
    for server in running:
        server.stop()


def test_what_is_edited_at_one_server_is_found_and_withdrawn_at_all(servers, network, ryder):
    password = PBKDF2PasswordHasher().encode("a long password", "salt")  # as the servers hash it
    editor = UserFactory(groups=["Editors"], password=password)
    first = servers[0]
    first.post("/admin/login/", username=editor.username, password="a long password")

    # Misspelt words need the index: the database alone finds nothing by them.
    wait_until(lambda: all(NETWORK in server.found("chld labor ecuadr") for server in servers))

    first.take_step("archive", network)
    wait_until(lambda: not any(NETWORK in server.found("chld labor ecuadr") for server in servers))
    for server in servers:
        with pytest.raises(urllib.error.HTTPError, match="410"):
            server.visitor.open(server.url(f"/initiatives/{NETWORK}/"), timeout=30)

    first.take_step("publish", network)
    wait_until(lambda: all(NETWORK in server.found("chld labor ecuadr") for server in servers))

    Initiative.objects.filter(pk=network.pk).update(title="Zyzzyva network")
    wait_until(lambda: all(server.found("zyzzyva") == [NETWORK] for server in servers))

    wait_until(lambda: all(s.found("gui rydr", "people") == [ryder.slug] for s in servers))
    first.take_step("archive", ryder)
    wait_until(lambda: not any(s.found("gui rydr", "people") for s in servers))
