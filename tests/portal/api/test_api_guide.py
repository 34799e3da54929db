"""The guide's examples work, on the launch catalogue, as they stand there."""

import re
from html import unescape

from tests.portal.api.world import COLLECTIONS

EXAMPLE = re.compile(r'curl "http://testserver([^"]+)"')
LINK = re.compile(r'href="(?:http://testserver)?(/api/[^"#]*)"')

# The parameters that the guide explains once for all lists.
OF_ALL_LISTS = {"page", "page_size", "cursor", "format", "fields", "ids", "sample", "seed"}
OF_ALL_LISTS |= {"group_by", "explain"}


def test_the_guide_begins_with_links_that_show_an_answer(client, catalogue):
    guide = client.get("/api/").content.decode()
    assert len(guide) < 37_000
    before_the_first_code = guide[guide.index("<h1>") : guide.index("<code>")]
    links = [unescape(link) for link in re.findall(r'class="button[^"]*" href="([^"]+)"', guide)]
    assert len(links) == 4
    for link in links:
        assert link.replace("&", "&amp;") in before_the_first_code
        assert client.get(link).status_code == 200


def test_the_guide_names_every_list(client, db):
    guide = client.get("/api/").content.decode()
    for collection in COLLECTIONS:
        assert f'href="http://testserver/api/v1/{collection}/"' in guide


def test_the_examples_of_the_guide_find_something(client, catalogue):
    guide, errors = examples(client)
    assert len(guide) >= 6
    for address in guide:
        response = client.get(address)
        assert response.status_code == 200, address
        if "format=csv" in address:
            assert len(response.content.splitlines()) > 1, address
            continue
        answer = response.json()
        assert answer.get("count", 1) > 0, address
        assert answer.get("groups") or answer.get("results", [answer]), address
    [wrong] = errors
    response = client.get(wrong)
    assert response.status_code == 400


def test_the_links_of_the_guide_lead_somewhere(client, catalogue):
    guide = client.get("/api/").content.decode()
    for address in {unescape(link) for link in LINK.findall(guide)}:
        assert client.get(address).status_code == 200, address


def test_the_error_that_the_guide_shows_is_the_one_that_comes(client, db):
    guide = unescape(client.get("/api/").content.decode())
    [wrong] = examples(client)[1]
    shown = re.search(r'curl "[^"]+thme[^"]+"\n(\{.*?\n\})', guide, re.S)[1]
    answer = client.get(wrong).json()
    for value in (answer["title"], answer["detail"], *answer["errors"]["thme"]):
        assert value in shown


def test_the_parameters_of_the_guide_are_those_of_the_lists(client, db):
    guide = client.get("/api/").content.decode()
    row = re.compile(
        r'<tr><th scope="row"><a [^>]+>([a-z-]+)</a></th><td>.*?</td><td>(.*?)</td></tr>'
    )
    for collection, cell in row.findall(guide):
        error = client.get(f"/api/v1/{collection}/", {"": ""}).json()["errors"][""][0]
        known = set(error.split(": ")[1].rstrip(".").split(", "))
        named = set(re.findall("<code>(.*?)</code>", cell))
        own = {name for name in known - OF_ALL_LISTS if not name.startswith("exclude_")}
        assert named == own, collection


def test_what_all_lists_take_is_explained(client, db):
    guide = client.get("/api/").content.decode()
    for name in OF_ALL_LISTS - {"format", "page_size"}:
        assert f"<dt><code>{name}</code>" in guide or f", <code>{name}</code></dt>" in guide, name


def examples(client):
    """The addresses that the guide asks with curl: those that work, those that show an error."""
    guide = client.get("/api/").content.decode()
    blocks = re.findall(r"<pre[^>]*>.*?</pre>", guide, re.S)
    errors = [block for block in blocks if 'class="error"' in block]
    working = [block for block in blocks if block not in errors]
    return addresses(working), addresses(errors)


def addresses(blocks):
    return [unescape(address) for block in blocks for address in EXAMPLE.findall(block)]
