"""Thirty merges of real records and planted twins: what the public sees before, after, and undone.

What is merged into what stands in MERGES; where there is no second record, a twin of the first is
planted, with its rows and with what names it.
"""

import json

import pytest
from django.test import Client
from django.urls import reverse

from core import revision
from core.admin.uses import uses_of
from core.history.tables import models_by_kind
from core.models import Edit
from core.publishing import is_public
from core.records.changes import Token
from core.records.checking import differences
from portal.desk.roles import EDITORS
from tests.desk import Page, said, signed_in, url_of
from tests.pages import visible_text
from tests.portal.desk.twins import plant

LISTS = {  # by kind, the list of the API that its records are in
    "initiative": "initiatives",
    "organization": "organizations",
    "resource": "resources",
    "forum": "forums",
    "person": "people",
    "theme": "themes",
    "source": "sources",
    "session": "sessions",
}
MERGES = [  # kind, what stays, what goes into it
    ("organization", "asean", "asean-secretariat"),
    ("organization", "barefoot-college", "barefoot-college-international"),
    ("organization", "inbar", "international-centre-for-bamboo-and-rattan"),
    ("organization", "african-union", "african-union-commission"),
    ("organization", "brazilian-cooperation-agency", None),
    ("person", "gilbert-houngbo", None),
    ("person", "anita-amorim", None),
    ("person", "celso-amorim", "alicia-barcena"),
    ("person", "elizabeth-tang", "david-beasley"),
    ("resource", "ilo-g7plus-mou-text-2014", "ilo-press-release-g7plus-mou-2014"),
    ("resource", "gssd-2022-concept-note", "gssd-expo-2014-information-page"),
    ("resource", "hague-roadmap-2016", None),
    ("resource", "brasilia-declaration-text-2013", None),
    ("initiative", "brazil-ilo-south-south-programme", None),
    ("initiative", "village-savings-and-loan-associations", None),
    ("initiative", "chile-crece-contigo-abroad", None),
    ("initiative", "banco-palmas-community-banks", "village-savings-and-loan-associations"),
    (
        "initiative",
        "brazil-ghana-leap-cash-transfer",
        "brazil-germany-paraguay-early-childhood-care",
    ),
    ("forum", "gssd-expo-2014", "ilo-solution-forum-gssd-expo-2014"),
    ("forum", "wfled-2015-turin", None),
    ("forum", "sse-academy-2010-turin", None),
    ("forum", "bapa40-buenos-aires-2019", None),
    ("source", "village-savings-and-loan-associations", None),
    ("source", "brazil-ilo-south-south-programme", None),
    ("source", "banco-palmas-community-banks", None),
    ("source", "chile-crece-contigo-abroad", "banco-palmas-community-banks"),
    ("theme", "cooperatives", "social-and-solidarity-economy"),
    ("theme", "child-labour", "forced-labour"),
    ("theme", "local-economic-development", "rural-employment"),
    ("theme", "social-protection", None),
]
UNDONE = [  # one of each kind
    ("organization", "brazilian-cooperation-agency"),
    ("person", "anita-amorim"),
    ("resource", "brasilia-declaration-text-2013"),
    ("initiative", "chile-crece-contigo-abroad"),
    ("forum", "wfled-2015-turin"),
    ("source", "banco-palmas-community-banks"),
    ("theme", "child-labour"),
]
MOST = 3  # of the records that name one, how many are looked at
WITHOUT_PAGES = {"source"}
OF_ITSELF = {"id", "slug", "api_url", "page_url", "order"}  # what no two rows share


def record_of(kind, name):
    """A record by its slug; a source by that of an initiative that rests on it first."""
    model = models_by_kind()[kind]
    if kind == "source":
        citations = models_by_kind()["initiative"].objects.get(slug=name).citations
        return citations.order_by("position").first().source
    return model.objects.get(slug=name)


def twin_of(record):
    if record._meta.model_name == "source":
        return plant(record, url=f"{record.url}?twin")
    return plant(record)


def api_of(record):
    key = getattr(record, "slug", record.public_id)
    return reverse(f"api:{LISTS[record._meta.model_name]}-detail", args=[key])


def data_of(client, record):
    """What the API says of a record, but when that last changed."""
    answer = client.get(api_of(record))
    assert answer.status_code == 200
    data = answer.json()
    del data["modified"]
    return data


def rows_of(data):
    """By name, the lists in what the API says of a record."""
    found = {name: value for name, value in data.items() if isinstance(value, list)}
    for name, value in data.items():
        if isinstance(value, dict):
            found |= {f"{name}.{inner}": rows for inner, rows in rows_of(value).items()}
    return found


def plain(row):
    if isinstance(row, dict):
        own = row.keys() - OF_ITSELF if len(row.keys() - OF_ITSELF) > 1 else row.keys()
        row = {name: row[name] for name in own}
    return json.dumps(row, sort_keys=True)


def counted(client, record):
    return client.get(reverse(f"api:{LISTS[record._meta.model_name]}-list")).json()["count"]


def state_of_public(client, records):
    return {record: data_of(client, record) for record in records}


def users_of(record):
    """The public records that name one, with pages in the API."""
    named = [owner for use in uses_of(record) for owner, _, _ in use.first]
    public = [one for one in named if one._meta.model_name in LISTS and is_public(one)]
    return list(dict.fromkeys(public))[:MOST]


def changes(client, token):
    query = {"since": token, "page_size": 1000}
    results = client.get("/api/v1/changes/", query).json()["results"]
    return {line["id"]: line for line in results}


def merge(client, goes, stays, **choices):
    """Merge by the page, as it is chosen beforehand."""
    page = Page(client, f"{url_of(type(stays), 'merge', stays.pk)}?with={goes.pk}")
    return page.fill(why="They are one and the same.", **choices).send()


def undo(client):
    edit = Edit.objects.filter(way=Edit.Way.MERGE).latest("pk")
    return client.post(reverse("admin:undo", args=[edit.pk]))


def token_now():
    return str(Token.behind(revision.current(fresh=True)))


@pytest.mark.parametrize(("kind", "name", "goes"), MERGES)
def test_one_record_is_left_and_nothing_is_lost(catalogue, without_index, kind, name, goes):
    client = Client()
    bo = signed_in("bo", EDITORS)
    stays = record_of(kind, name)
    goes = twin_of(stays) if goes is None else record_of(kind, goes)
    users = users_of(goes)
    before = state_of_public(client, [stays, goes, *users])
    number, token = counted(client, stays), token_now()

    response = merge(bo, goes, stays)

    assert response.status_code == 302, visible_text(response)[1000:1700]
    revision.current(fresh=True)
    after = data_of(client, stays)
    for one_list, rows in rows_of(after).items():
        first, second = (rows_of(before[one]).get(one_list, []) for one in (stays, goes))
        assert {*map(plain, rows)} == {*map(plain, [*first, *second])}, one_list
        assert len(rows) == len({*map(plain, rows)}), one_list
    for user in users:
        text = client.get(api_of(user)).content.decode()
        assert goes.public_id not in text, user
        assert stays.public_id in text or kind == "theme", user

    answer = client.get(api_of(goes))
    assert (answer.status_code, answer["Location"]) == (301, api_of(stays))
    if kind not in WITHOUT_PAGES:
        answer = client.get(goes.get_absolute_url())
        assert (answer.status_code, answer["Location"]) == (301, stays.get_absolute_url())
        page = client.get(stays.get_absolute_url())
        assert page.status_code == 200
        assert goes.get_absolute_url() not in page.content.decode()
    assert counted(client, stays) == number - 1
    line = changes(client, token)[goes.public_id]
    assert (line["state"], line["merged_into"]["id"]) == ("merged", stays.public_id)
    assert line["reason"] == "They are one and the same."
    assert differences() == {}

    if (kind, name) not in UNDONE:
        return
    assert said(undo(bo))[-1].startswith("Undone for ")
    revision.current(fresh=True)
    assert state_of_public(client, before) == before
    assert counted(client, stays) == number
    assert differences() == {}
