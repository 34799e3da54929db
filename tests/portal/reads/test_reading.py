"""What a report says of reading, and the counter in the portal's own server."""

import csv
import datetime
import io
import os
import signal

import pytest
from django.utils import timezone

from core import revision
from core.models import PublicRecord
from initiatives.models import Initiative
from portal.desk.roles import CURATORS
from portal.reads.models import ReadCount
from tests.desk import signed_in
from tests.factories import InitiativeFactory, ReplicationFactory
from tests.servers import Server, database_url, wait_until

BROWSER = {"User-Agent": "Mozilla/5.0 Firefox/140.0"}
DAY = datetime.date(2026, 3, 15)


def read(record, what, number, day=DAY):
    ReadCount.objects.create(
        day=day,
        kind=record._meta.model_name,
        public_id=record.public_id,
        what=what,
        number=number,
    )


@pytest.fixture
def told(db):
    client = signed_in("amina", CURATORS)

    def told(table):
        response = client.get(f"/admin/reports/reading/{table}/csv/?period=2026")
        return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))[1:]

    return told


def test_a_report_ranks_what_was_read_in_the_period(told):
    wages, skills = InitiativeFactory(title="Wages"), InitiativeFactory(title="Skills")
    replication = ReplicationFactory(initiative=wages)
    read(wages, "page", 5)
    read(wages, "page", 2, DAY + datetime.timedelta(days=20))
    read(wages, "page", 99, datetime.date(2025, 12, 31))
    read(skills, "page", 9)
    read(skills, "api", 3)
    read(skills, "pdf", 4)
    read(wages, "csv", 1)
    read(replication, "page", 1)
    assert told("most-read") == [
        ["Skills", "Initiative", "9"],
        ["Wages", "Initiative", "7"],
        ["Wages", "Replication", "1"],
    ]
    assert told("most-downloaded") == [
        ["Skills", "Initiative", "4", "3"],
        ["Wages", "Initiative", "1", "0"],
    ]
    assert told("kinds")[:2] == [["Initiatives", "16", "5", "3"], ["Replications", "1", "0", "0"]]
    assert [row for row in told("reads") if row[1] != "0"] == [
        ["March 2026", "15", "5", "3"],
        ["April 2026", "2", "0", "0"],
    ]
    assert told("forms") == [["Brief, PDF", "4"], ["CSV", "1"]]


def test_what_was_merged_counts_with_what_replaces_it_and_what_was_removed_has_no_name(told):
    kept, merged, gone = InitiativeFactory(title="Kept"), *InitiativeFactory.create_batch(2)
    for number, record in enumerate((kept, merged, gone), 1):
        read(record, "page", number)
    revision.current(fresh=True)
    Initiative.objects.filter(pk=merged.pk).update(publication="archived")
    Initiative.objects.filter(pk=gone.pk).delete()
    revision.current(fresh=True)
    PublicRecord.objects.filter(public_id=merged.public_id).update(
        state="merged", replaced_by=PublicRecord.objects.get(public_id=kept.public_id)
    )
    assert sorted(told("most-read")) == [
        ["A record that was removed", "Initiative", "3"],
        ["Kept", "Initiative", "3"],
    ]


@pytest.mark.django_db(transaction=True)
def test_the_server_counts_what_it_answers_and_writes_it_down_when_it_stops():
    initiative = InitiativeFactory(slug="wages")
    InitiativeFactory(slug="draft", publication="draft")
    with Server(database_url()) as server:

        def ask(path, **headers):
            return server.ask(path, **BROWSER | headers)

        robot = {"User-Agent": "Googlebot/2.1"}
        wait_until(lambda: ask("/initiatives/wages/", **robot).headers["ETag"])
        page = ask("/initiatives/wages/")
        assert ask("/initiatives/wages/", **{"If-None-Match": page.headers["ETag"]}).status == 304
        ask("/initiatives/wages/?format=json")
        ask("/initiatives/wages/", **{"Sec-Purpose": "prefetch"})
        ask("/initiatives/wages/", Host="made-up.example")
        ask("/initiatives/draft/")
        assert not ReadCount.objects.exists()
        os.kill(server.process.pid, signal.SIGTERM)
        server.process.wait(30)
    rows = ReadCount.objects.values_list("day", "public_id", "what", "number")
    today = timezone.localdate()
    assert set(rows) == {
        (today, initiative.public_id, "page", 2),
        (today, initiative.public_id, "json", 1),
    }
