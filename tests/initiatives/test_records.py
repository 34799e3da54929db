"""The record that page, comparison and API of an initiative are made of."""

import pytest

from core import revision
from core.records.reading import Reader
from initiatives.models import Initiative, Organization
from initiatives.records import (
    kept_initiative,
    published_initiative,
    read_initiatives,
)
from tests.factories import InitiativeFactory, PartnershipFactory, ReplicationFactory

pytestmark = pytest.mark.django_db


def test_records_take_two_queries_however_many_they_are(django_assert_num_queries):
    for _ in range(3):
        initiative = InitiativeFactory(origins=["ECU", "PER"])
        PartnershipFactory.create_batch(2, initiative=initiative)
        ReplicationFactory.create_batch(2, initiative=initiative)
    revision.current(fresh=True)  # as when this transaction has ended
    with django_assert_num_queries(2):
        records = read_initiatives(Initiative.objects.published())
    assert [len(record.partnerships) for record in records] == [2, 2, 2]


def test_a_record_is_read_for_those_who_may_see_it():
    InitiativeFactory(slug="draft", publication="draft")
    assert published_initiative("draft") is None
    assert kept_initiative("draft") is None
    (record,) = read_initiatives(Initiative.objects.all())
    assert record.slug == "draft"


def test_what_is_withdrawn_while_a_record_is_read_is_left_out(client, monkeypatch):
    initiative = InitiativeFactory()
    partner = PartnershipFactory(initiative=initiative, organization__name="Union of yesterday")
    read_labels = Reader._read_labels

    def withdraw_first(reader, cursor, documents):
        Organization.objects.filter(pk=partner.organization_id).update(publication="draft")
        return read_labels(reader, cursor, documents)

    monkeypatch.setattr(Reader, "_read_labels", withdraw_first)
    page = client.get(initiative.get_absolute_url())
    assert page.status_code == 200
    assert "Union of yesterday" not in page.content.decode()


def test_nothing_changes_a_record():
    record = published_initiative(InitiativeFactory().slug)
    with pytest.raises(AttributeError):
        record.title = "Another"
