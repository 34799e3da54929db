"""The file of the whole catalogue, made beside a running server."""

import io
import json
import time
import zipfile

import pytest

from initiatives.models import Initiative
from tests.factories import InitiativeFactory
from tests.servers import PATIENCE, Server, database_url, wait_until

PATH = "/data/catalogue.zip"


@pytest.fixture
def server(transactional_db):
    InitiativeFactory.create_batch(3)
    with Server(database_url(), MAKE_DOWNLOADS="True", SEARCH_INDEX="False") as server:
        yield server


def test_a_server_has_it_made_at_its_start_and_anew_when_something_is_withdrawn(server):
    def titles():
        """Those in the file, or nothing while there is none."""
        answer = server.ask(PATH)
        if answer.status == 503:
            assert answer.headers["Retry-After"] == "60"
            return None
        archive = zipfile.ZipFile(io.BytesIO(answer.body))
        return {one["title"] for one in json.loads(archive.read("catalogue/initiatives.json"))}

    wait_until(lambda: titles() is not None)
    before = titles()
    assert before == set(Initiative.objects.values_list("title", flat=True))
    withdrawn = Initiative.objects.published().first()
    Initiative.objects.filter(pk=withdrawn.pk).update(publication="archived")
    time.sleep(2)  # a server that listens has heard of it, one that only looks has looked
    started = time.monotonic()
    seen = [titles()]
    while seen[-1] is None or len(seen) < 3:
        assert time.monotonic() < started + PATIENCE
        time.sleep(0.2)
        seen.append(titles())
    assert all(held is None or withdrawn.title not in held for held in seen)
    assert seen[-1] == before - {withdrawn.title}
