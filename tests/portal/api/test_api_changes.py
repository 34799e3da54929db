"""What changed, for those who keep a copy: each record once, and nothing missed."""

import hashlib

import pytest

from core.models import PublicRecord, RevisionMark
from initiatives.models import Figure, Initiative
from tests.factories import (
    FigureFactory,
    InitiativeFactory,
    OrganizationFactory,
    PersonFactory,
    ReplicationFactory,
)
from tests.portal.api.world import related_records

pytestmark = pytest.mark.django_db


def changed(answer, *states):
    """Pairs of kind and slug, or id, of what an answer tells."""
    return [
        (line["kind"], line.get("slug") or line["id"])
        for line in answer["results"]
        if line["state"] in (states or ("public", "gone", "vanished"))
    ]


def test_it_begins_with_all_that_is_public(get, client):
    world = related_records("open")
    related_records("secret", "draft")
    answer = get("changes/", page_size=1000)
    assert ("initiatives", world["initiative"].slug) in changed(answer)
    assert "secret" not in str(answer)
    assert answer["next"] is None
    for line in answer["results"]:
        assert set(line) == {
            "kind", "id", "state", "slug", "first_published", "modified", "digest", "withdrawn",
            "reason", "api_url",
        }  # fmt: skip
        if line["api_url"]:
            record = client.get(line["api_url"])
            assert (record.status_code, record.json()["id"]) == (200, line["id"])


def test_a_token_tells_what_came_after_it_and_nothing_twice(get):
    one, other = InitiativeFactory(slug="one"), InitiativeFactory(slug="other")
    token = get("changes/", page_size=1000)["token"]
    assert get("changes/", since=token)["results"] == []
    FigureFactory(initiative=one)
    Figure.objects.update(label="Corrected")
    answer = get("changes/", since=token)
    assert ("initiatives", "one") in changed(answer)
    assert ("initiatives", "other") not in changed(answer)
    Initiative.objects.filter(pk=other.pk).update(publication="archived")
    last = get("changes/", since=answer["token"])
    assert changed(last, "gone")[:1] == [("initiatives", "other")]
    assert get("changes/", since=last["token"])["results"] == []


def test_pages_lead_on_and_say_how_much_is_due(get, client):
    for _ in range(7):
        OrganizationFactory()
    whole = changed(get("changes/", page_size=1000))
    answer = get("changes/", page_size=5, count="yes")
    assert answer["count"] == len(whole)
    told = changed(answer)
    while answer["next"]:
        answer = client.get(answer["next"]).json()
        told += changed(answer)
    assert told == whole
    assert get("changes/", since=answer["token"], count="yes")["count"] == 0


def test_a_tombstone_says_when_and_why_and_no_more(get):
    claim = ReplicationFactory(initiative__slug="pulled")
    token = get("changes/", page_size=1000)["token"]
    Initiative.objects.update(publication="archived")
    get("changes/")
    PublicRecord.objects.filter(slug="pulled").update(reason="The ministry asked for it.")
    lines = {line["kind"]: line for line in get("changes/", since=token)["results"]}
    gone = lines["initiatives"]
    assert (gone["state"], gone["reason"]) == ("gone", "The ministry asked for it.")
    assert gone["withdrawn"] > gone["modified"]
    assert (gone["digest"], gone["api_url"]) == ("", None)
    assert lines["replications"]["id"] == claim.public_id


def test_of_who_is_removed_there_is_no_name(get):
    person = PersonFactory(slug="ana-perez")
    token = get("changes/", page_size=1000)["token"]
    person.delete()
    (line,) = [line for line in get("changes/", since=token)["results"] if line["kind"] == "people"]
    assert line == {"kind": "people", "id": person.public_id, "state": "vanished"}


def test_a_token_of_another_history_says_start_again(client, get):
    InitiativeFactory()
    token = get("changes/")["token"]
    RevisionMark.objects.update(mark=1)
    answer = client.get("/api/v1/changes/", {"since": token})
    assert answer.status_code == 410
    assert answer["Content-Type"] == "application/problem+json"
    assert "Start again" in answer.json()["detail"]


@pytest.mark.parametrize("token", ["x", "MTIz", "!", "é", "MS4yLjM0NTY3ODkwMTIzNDU2Nzg5MDEyMw=="])
def test_what_is_no_token_is_refused_by_its_name(client, token):
    answer = client.get("/api/v1/changes/", {"since": token})
    assert answer.status_code == 400
    assert answer.json()["errors"] == {"since": ["This is no token of this API."]}


def test_a_digest_tells_a_copy_whether_and_where_it_differs(get):
    related_records("open")
    lines = get("changes/", page_size=1000)["results"]

    def own(kind, digit):
        mine = sorted(
            (line["id"], line["digest"])
            for line in lines
            if line["kind"] == kind and line["id"].startswith(digit)
        )
        text = "".join(f"{known} {digest}\n" for known, digest in mine)
        return {"count": len(mine), "digest": hashlib.sha256(text.encode()).hexdigest()}

    theirs = get("changes/digests/")
    assert {(kind, digit) for kind in theirs for digit in theirs[kind]} == {
        (line["kind"], line["id"][0]) for line in lines
    }
    assert all(own(kind, digit) == theirs[kind][digit] for kind in theirs for digit in theirs[kind])
    before = theirs["initiatives"]
    Initiative.objects.update(summary="Another summary.")
    after = get("changes/digests/")
    assert after["initiatives"] != before
    assert after["organizations"] == theirs["organizations"]
