"""Files of the whole catalogue over HTTP, and the page that says what they are."""

import gzip
import hashlib
import json
import re
import threading
from datetime import date, timedelta

import pytest
from django.db import connection

from forum.models import Person
from portal.data import sets
from portal.data.kinds import KINDS
from portal.data.making import make
from tests.factories import InitiativeFactory, PersonFactory
from tests.pages import visible_text

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 1)
NAMES = ["initiatives.jsonl.gz", "catalogue-csv.zip", "catalogue.sqlite", "datapackage.json"]


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DOWNLOADS_ROOT = tmp_path / "downloads"


@pytest.fixture
def made():
    InitiativeFactory(title="Seeds")
    return make(day=DAY)


@pytest.mark.parametrize("path", ["latest/catalogue.sqlite", "2026-11-01/x.zip", "index.json"])
def test_where_nothing_was_made_yet_it_says_what_to_do(client, path):
    response = client.get(f"/data/{path}")
    assert response.status_code == 404
    assert response.headers["Content-Type"] == "application/problem+json"
    assert "manage.py make_data" in response.json()["detail"]
    assert "New files are being made." in visible_text(client.get("/data/"))


@pytest.mark.parametrize(
    "path", [f"/data/latest/{name}" for name in NAMES] + ["/data/2026-11-01/catalogue.zip"]
)
def test_a_file_is_served_as_files_are(caching, client, made, path):
    name = path.rpartition("/")[2]
    whole = client.get(path, headers={"origin": "https://example.org"})
    assert whole.status_code == 200
    assert whole.content == (made.path / name).read_bytes()
    assert whole.headers["Content-Type"] == made.file(name).media_type
    assert made.file(name).digest in whole.headers["ETag"]
    assert whole.headers["Access-Control-Allow-Origin"] == "*"
    assert "Last-Modified" in whole.headers
    headed = client.head(path)
    assert headed.content == b""
    assert headed.headers["Content-Length"] == str(len(whole.content))
    known = client.get(path, headers={"if-none-match": whole.headers["ETag"]})
    assert known.status_code == 304
    part = client.get(path, headers={"range": "bytes=5-14"})
    assert (part.status_code, part.content) == (206, whole.content[5:15])


def test_the_index_is_sent_once_to_who_asks_again_and_again(caching, client, made):
    first = client.get("/data/index.json")
    known = client.get("/data/index.json", headers={"if-none-match": first.headers["ETag"]})
    assert (known.status_code, known.content) == (304, b"")
    assert known.headers["ETag"] == first.headers["ETag"]
    make(day=DAY + timedelta(days=1))
    again = client.get("/data/index.json", headers={"if-none-match": first.headers["ETag"]})
    assert again.status_code == 200
    assert again.headers["ETag"] != first.headers["ETag"]


def test_the_address_of_a_day_leads_to_the_page_with_its_files(client, made):
    make(day=DAY + timedelta(days=1))
    assert client.get("/data/latest/").headers["Location"] == "/data/"
    page = client.get("/data/").content.decode()
    for day in ("2026-11-01", "2026-11-02"):
        assert client.get(f"/data/{day}/").headers["Location"] == f"/data/#day-{day}"
        assert f'id="day-{day}"' in page
    for day in ("2026-10-31", "2026-13-99"):
        assert client.get(f"/data/{day}/").status_code == 404


def test_an_etag_stands_for_as_long_as_the_file_is_the_same(client, made):
    etag = client.get("/data/latest/initiatives.jsonl.gz").headers["ETag"]
    make(day=DAY + timedelta(days=1))
    assert client.get("/data/latest/initiatives.jsonl.gz").headers["ETag"] == etag
    InitiativeFactory()
    make(day=DAY + timedelta(days=2))
    assert client.get("/data/latest/initiatives.jsonl.gz").headers["ETag"] != etag


def test_a_day_or_a_file_that_is_not_there_is_a_problem_with_what_there_is(client, made):
    response = client.get("/data/2026-10-31/catalogue.sqlite")
    assert response.status_code == 404
    assert "/data/index.json" in response.json()["detail"]
    response = client.get("/data/latest/catalogue.xls")
    assert response.status_code == 404
    assert "catalogue.sqlite" in response.json()["detail"]
    assert client.get("/data/latest/..%2Fsets.json").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_what_tells_of_a_person_who_vanished_is_refused(client, made):
    PersonFactory(name="Ada Byron")
    make(day=DAY + timedelta(days=1))
    make(day=DAY + timedelta(days=2))
    Person.objects.all().delete()
    former = client.get("/data/2026-11-02/people.jsonl.gz")
    assert (former.status_code, former.json()["status"]) == (410, 410)
    latest = client.get("/data/latest/people.jsonl.gz")
    assert latest.status_code == 503
    assert latest.headers["Retry-After"] == "60"
    assert latest.headers["Cache-Control"] == "no-store"
    assert client.get("/data/2026-11-01/people.jsonl.gz").status_code == 200
    index = client.get("/data/index.json").json()
    assert (index["latest"], [one["day"] for one in index["sets"]]) == (None, ["2026-11-01"])
    text = visible_text(client.get("/data/"))
    assert "New files are being made." in text
    assert "2 November 2026" not in text
    made = make(day=DAY + timedelta(days=3))
    assert (
        client.get("/data/latest/people.jsonl.gz").content
        == (made.path / "people.jsonl.gz").read_bytes()
    )


@pytest.mark.django_db(transaction=True)
def test_readers_get_whole_files_while_new_ones_take_their_place(client, made):
    answers, ended = [], threading.Event()

    def read():
        while not ended.is_set():
            answers.append(client.get("/data/latest/catalogue.sqlite"))
        connection.close()

    reader = threading.Thread(target=read)
    reader.start()
    for _ in range(3):
        InitiativeFactory()
        make(day=DAY, again=True)
    ended.set()
    reader.join()
    assert {answer.status_code for answer in answers} == {200}
    for answer in answers:
        digest = hashlib.sha256(answer.content).hexdigest()
        assert answer.headers["ETag"] == f'"{digest}-identity"'


def test_the_index_leads_to_every_file(client, made):
    InitiativeFactory()
    make(day=DAY + timedelta(days=1))
    index = client.get("/data/index.json").json()
    assert index["latest"] == "2026-11-02"
    first, second = index["sets"]
    assert (first["changed_since"], second["changed_since"]) == ("2026-11-01", None)
    for file in first["files"]:
        response = client.get(file["url"].removeprefix("http://testserver"))
        assert len(response.content) == file["bytes"], file["name"]


def test_the_page_says_of_each_file_what_it_is_for_its_size_and_hash(client, made):
    response = client.get("/data/")
    text = visible_text(response)
    for file in made.files:
        if file.name != "changes.jsonl.gz":
            assert file.name in text
            assert file.digest in text
            assert f"/data/latest/{file.name}" in response.content.decode()
    assert "of 1 November 2026" in text
    assert "To cite the files: Decent Work Solutions" in text


def test_a_page_takes_no_more_queries_however_many_days_are_kept(
    client, made, django_assert_num_queries
):
    client.get("/data/")
    with django_assert_num_queries(1):
        client.get("/data/")
    for day in range(1, 5):
        make(day=DAY + timedelta(days=day))
    with django_assert_num_queries(1):
        client.get("/data/")


def test_the_dictionary_tells_what_every_field_means(client):
    text = visible_text(client.get("/data/dictionary/all/"))
    assert "countries, by iso3" in text
    assert "Rows of figures" in text
    assert "session_appearance_points" in text
    assert "merged_into string The id of the record that took its place" in text


def test_the_dictionary_has_a_light_page_for_each_kind(client):
    index = client.get("/data/dictionary/")
    whole = visible_text(client.get("/data/dictionary/all/"))
    parts = re.findall(r'href="(/data/dictionary/[a-z-]+/)"', index.content.decode())
    assert len(set(parts)) == len(KINDS) + 2
    for address in {"/data/dictionary/", *parts} - {"/data/dictionary/all/"}:
        assert len(client.get(address).content) < 37_000, address
    for kind in KINDS:
        text = visible_text(client.get(f"/data/dictionary/{kind.name}/"))
        assert text[text.index(kind.means) : text.rindex(kind.fields[-1].description)] in whole
    assert "merged_into" in visible_text(client.get("/data/dictionary/changes/"))
    assert client.get("/data/dictionary/nothing/").status_code == 404


def test_programs_read_the_same_dictionary(client, made):
    said = json.loads(client.get("/data/latest/dictionary.json").content)
    kinds = {kind["name"]: kind for kind in said["kinds"]}
    fields = {field["name"]: field for field in kinds["initiatives"]["fields"]}
    assert fields["themes"]["names"] == "themes"
    assert [one["name"] for one in fields["figures"]["fields"]][:3] == ["id", "kind", "value"]
    assert gzip.decompress((made.path / "initiatives.jsonl.gz").read_bytes())
    assert sets.kept()[0] == made
