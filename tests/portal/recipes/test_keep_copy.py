"""The recipe for a copy keeps it exact, whatever the portal and the way to it do meanwhile."""

import json
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from django.urls import reverse

from core.models import PublicRecord
from core.records.changes import Token
from forum.models import Person
from initiatives.models import Figure, Initiative, Organization
from tests.portal.api.world import related_records
from tests.programs import run

NAME = "keep_copy.py"
WITHOUT_ADDRESS = {"convention": "conventions", "forumseries": "series"}  # in the API
EVERY = 5  # so many requests is one refused


class BusyPortal(BaseHTTPRequestHandler):
    """Passes requests on to the portal, and says now and then that it is busy."""

    def do_GET(self):
        self.server.asked.append(self.path)
        if self.server.is_busy and len(self.server.asked) % EVERY == 0:
            self.send_response(429 if len(self.server.asked) % 2 else 503)
            self.send_header("Retry-After", "0")
            self.end_headers()
            return
        names = ("Host", "User-Agent", "If-None-Match")
        headers = {name: self.headers[name] for name in names if self.headers[name]}
        try:
            answer = urlopen(Request(self.server.portal + self.path, headers=headers))  # noqa: S310
        except HTTPError as error:
            answer = error
        body = answer.read()
        self.send_response(answer.status)
        for name in ("Content-Type", "ETag"):
            if answer.headers[name]:
                self.send_header(name, answer.headers[name])
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        self.server.told.append(answer.status)

    def log_message(self, *arguments):
        pass


@pytest.fixture
def portal(caching_server):
    """What stands between the copy and the portal: `asked` has the paths, `told` the answers."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), BusyPortal)
    server.portal = "http://{}:{}".format(*caching_server)
    server.asked, server.told, server.is_busy = [], [], True
    server.url = f"http://127.0.0.1:{server.server_address[1]}"
    serving = threading.Thread(target=server.serve_forever)
    serving.start()
    yield server
    server.shutdown()
    serving.join()
    server.server_close()


class Copy:
    """The copy that the recipe keeps in a folder."""

    def __init__(self, portal, folder):
        self.portal, self.folder = portal, folder
        self.state = folder / "catalogue" / "state.json"
        portal.is_busy = False
        address = portal.url + reverse("api:recipe-file", args=[NAME])
        (folder / NAME).write_bytes(urlopen(address).read())  # noqa: S310 - our own
        portal.is_busy = True

    def bring_up_to_date(self):
        self.portal.asked.clear()
        self.portal.told.clear()
        said = run([sys.executable, NAME], self.folder)
        public = PublicRecord.objects.public()
        without = public.filter(kind__in=WITHOUT_ADDRESS)
        kinds = sorted({WITHOUT_ADDRESS[one.kind] for one in without})
        kept = public.count() - len(without)
        first, *further = said.splitlines()
        assert first == f"The copy is exact: {kept} records."
        assert len(self.names) == kept
        told = f"Not in it are {len(without)} {' and '.join(kinds)}: take them from "
        assert [line.startswith(told) for line in further] == [True] * bool(kinds)

    def record(self, kind, record):
        file = self.folder / "catalogue" / kind / f"{record.public_id}.json"
        return json.loads(file.read_text(encoding="utf-8")) if file.exists() else None

    @property
    def names(self):
        return {
            f"{file.parent.name}/{file.stem}" for file in self.folder.glob("catalogue/*/*.json")
        }


def test_a_copy_is_made_and_kept(catalogue, portal, tmp_path):
    copy = Copy(portal, tmp_path)
    copy.bring_up_to_date()
    assert len(portal.asked) < 120  # for thousands of records
    for kind in ("initiatives", "replications", "sources", "people", "countries"):
        count = json.load(urlopen(f"{portal.portal}/api/v1/{kind}/"))["count"]  # noqa: S310
        assert len([name for name in copy.names if name.startswith(f"{kind}/")]) == count > 0
    one = Initiative.objects.published().first()
    assert copy.record("initiatives", one)["title"] == one.title
    assert "figures" in copy.record("initiatives", one)  # all that it says, not a line of a list

    # Nothing new: two short questions, and then a 304.
    copy.bring_up_to_date()
    copy.bring_up_to_date()
    assert 304 in portal.told
    assert len(portal.told) == 2

    corrected, withdrawn = Initiative.objects.published()[1:3]
    Initiative.objects.filter(pk=corrected.pk).update(summary="Corrected.")
    Initiative.objects.filter(pk=withdrawn.pk).update(publication="draft")
    figure = Figure.objects.filter(initiative=one).first() or Figure.objects.first()
    figure.delete()
    renamed = Organization.objects.published().first()
    Organization.objects.filter(pk=renamed.pk).update(slug="renamed")
    person = Person.objects.published().first()
    person.appearances.all().delete()
    Person.objects.filter(pk=person.pk).update(publication="archived")
    copy.bring_up_to_date()
    assert copy.record("initiatives", corrected)["summary"] == "Corrected."
    assert copy.record("initiatives", withdrawn) is None
    assert copy.record("organizations", renamed)["slug"] == "renamed"
    assert copy.record("people", person) is None


def test_after_a_restored_backup_it_is_made_again(portal, tmp_path):
    worlds = [related_records(name) for name in ("one", "two")]
    copy = Copy(portal, tmp_path)
    copy.bring_up_to_date()
    names = copy.names
    state = json.loads(copy.state.read_text(encoding="utf-8"))
    token = Token.read(state["token"])
    lost = Token(token.revision, token.row, token.mark + 1)
    copy.state.write_text(json.dumps(state | {"token": str(lost), "etag": ""}), encoding="utf-8")
    withdrawn = worlds[0]["initiative"]
    Initiative.objects.filter(pk=withdrawn.pk).update(publication="draft")
    copy.bring_up_to_date()
    assert 410 in portal.told
    assert f"initiatives/{withdrawn.public_id}" in names - copy.names
