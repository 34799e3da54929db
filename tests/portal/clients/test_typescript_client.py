"""A client in TypeScript, made by openapi-typescript, reads all that the API has."""

import json

from initiatives.models import Initiative
from tests.portal.api.world import COLLECTIONS
from tests.portal.clients.conftest import run


def test_every_list_and_each_kind_of_record_is_read(
    typescript_programs, client, catalogue, live_server, read
):
    """What read.ts leaves out, or calls by a name that it does not have, is no program."""
    withdrawn = Initiative.objects.get(slug="ciudad-mujer")
    withdrawn.publication = "draft"
    withdrawn.save()
    read()
    said = json.loads(run(["node", "read.js", live_server.url], typescript_programs))
    lists = said.pop("lists")
    assert lists.keys() == {f"/api/v1/{name}/" for name in COLLECTIONS}
    for path, told in lists.items():
        answer = client.get(path, {"page_size": 100}).json()
        names = [called(record) for record in answer["results"]]
        assert told == {"count": answer["count"], "names": names, "record": names[0]}
    refused = client.get("/api/v1/initiatives/", {"theme": "cotton-candy"}).json()
    cotton = "q=cotton&explain=yes&theme=child-labour&match=any"
    asked = client.get(f"/api/v1/initiatives/?{cotton}").json()
    assert said == {
        "complete": asked["understood"]["complete"],
        "facet": asked["facets"]["theme"]["values"][0]["label"],
        "parts": ["q", "theme"],
        "refused": {"status": 400, "theme": refused["errors"]["theme"]},
        "missing": {"status": 404, "detail": "No public record has this address."},
        "withdrawn": "gone",
    }


def test_the_example_of_the_page_runs(typescript_programs, catalogue):
    lines = run(["node", "example.js"], typescript_programs).splitlines()
    number = Initiative.objects.published().filter(themes__slug="child-labour").distinct().count()
    assert lines[0] == f"{number} initiatives"
    assert len(lines) == 1 + 3


def called(record):
    """What a record is called: a replication as its initiative."""
    named = record.get("initiative", record)
    return named["title"] if "title" in named else named["name"]
