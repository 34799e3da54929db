"""The records that a proposal can be about: those that have a page."""

from itertools import groupby

from core.web.addresses import public
from forum.models import Forum, Person, Session
from initiatives.models import (
    Country,
    Initiative,
    Organization,
    Replication,
    Resource,
    Theme,
)

INITIATIVE, REPLICATION = "initiative", "replication"  # kinds of which more is said
RECORDS = {
    records.model._meta.model_name: records
    for records in (
        Initiative.objects.all(),
        Replication.objects.select_related("initiative", "from_country", "to_country"),
        Country.objects.all(),
        Organization.objects.all(),
        Resource.objects.all(),
        Theme.objects.all(),
        Forum.objects.all(),
        Session.objects.select_related("forum"),
        Person.objects.all(),
    )
}


def readable(kind, public_id):
    """The record whose page readers can open, or None: a draft is as good as none."""
    return public(RECORDS[kind].model).filter(public_id=public_id).first()


def find(kind, public_id):
    """The record, whether readers see it or not; None where it has been deleted."""
    return RECORDS[kind].filter(public_id=public_id).first()


def attach(proposals, *, for_readers=False):
    """Give each proposal its `record`, with one query for each kind.

    for_readers: only records whose page they can open.
    """
    by_kind = sorted(proposals, key=lambda proposal: proposal.record_kind)
    for kind, group in groupby(by_kind, key=lambda proposal: proposal.record_kind):
        alike = list(group)
        records = public(RECORDS[kind].model) if for_readers else RECORDS[kind]
        if kind == REPLICATION:
            records = records.select_related("initiative", "from_country", "to_country")
        found = records.filter(public_id__in=[one.record_id for one in alike])
        records = {record.public_id: record for record in found}
        for proposal in alike:
            proposal.record = records.get(proposal.record_id)


def title_of(record):
    """What the page of a record is headed."""
    if isinstance(record, Replication):
        return f"From {record.from_country} to {record.to_country}: {record.initiative}"
    return str(record)
