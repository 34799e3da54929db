"""`python -m faults.write_records`: the records of `records.py`, and a curator, for the database.

Each record is tied to published ones, in whose pages it might show.
"""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

import django

django.setup()

from django.contrib.auth.models import Group, User  # noqa: E402
from django.db import transaction  # noqa: E402

from faults.records import CURATOR, HIDDEN, PASSWORD, PUBLISHED, RETURNING  # noqa: E402
from forum.models import Appearance, Forum, Person, Session  # noqa: E402
from initiatives.models import (  # noqa: E402
    Country,
    Initiative,
    InitiativeKind,
    Organization,
    OrganizationKind,
    PartnerRole,
    Resource,
    Source,
    Stage,
    Theme,
)
from portal.desk.roles import EDITORS  # noqa: E402

FROM, TO, THEME = "BRA", "HTI", "cooperatives"


@transaction.atomic
def main():
    """Write all of them."""
    user = User.objects.create_user(CURATOR, password=os.environ[PASSWORD], is_staff=True)
    user.groups.add(Group.objects.get(name=EDITORS))
    written = {record: write(record) for record in [*HIDDEN, *PUBLISHED, RETURNING]}
    for record in HIDDEN:
        tie(written[record], {twin.kind: written[twin] for twin in PUBLISHED})
    public = {record.kind: written[record] for record in PUBLISHED}
    for record in PUBLISHED:
        tie(written[record], public)


def write(record):
    """One record with what the database demands of what is public."""
    written = described(record)
    written.citations.create(source=Source.objects.first())
    if isinstance(written, Initiative):
        written.theme_links.create(theme=Theme.objects.get(slug=THEME), position=0)
    return written


def described(record):
    """One record, whose words stand in each of its texts."""
    text = f"Of {record.key} and {record.secret}."
    common = {"slug": record.key, "publication": record.state}
    match record.kind:
        case "initiatives":
            kind = InitiativeKind.objects.first()
            return Initiative.objects.create(
                title=record.title, kind=kind, summary=text, approach=text, **common
            )
        case "organizations":
            kind = OrganizationKind.objects.first()
            return Organization.objects.create(
                name=record.title, kind=kind, summary=text, country=country(FROM), **common
            )
        case "resources":
            kind = Resource.Kind.REPORT
            return Resource.objects.create(title=record.title, kind=kind, summary=text, **common)
        case "people":
            return Person.objects.create(name=record.title, **common)
        case "forums":
            forum = Forum.objects.create(
                title=record.title, start_date="2014-11-17", summary=text, **common
            )
            Session.objects.create(
                forum=forum, order=1, slug=record.session, title=record.title, summary=text
            )
            return forum


def tie(record, public):
    """Have published records name this one; public: one by each kind."""
    initiative, session = public["initiatives"], public["forums"].sessions.get()
    match record:
        case Initiative():
            record.origin_countries.add(country(FROM))
            record.participating_countries.add(country(FROM), country(TO))
            record.replications.create(
                from_country=country(FROM),
                to_country=country(TO),
                stage=Stage.objects.get(slug="replicated"),
                source=Source.objects.first(),
            )
            session.initiatives.add(record)
        case Organization():
            initiative.partnerships.create(organization=record, role=PartnerRole.objects.first())
        case Resource():
            initiative.resources.add(record)
        case Person():
            role = Appearance.Role.SPEAKER
            Appearance.objects.create(session=session, person=record, role=role)
        case Forum():
            record.sessions.get().initiatives.add(initiative)


def country(code):
    return Country.objects.get(iso3=code)


if __name__ == "__main__":
    main()
