"""How readers see each kind of record besides its page: for previews at the desk."""

from django.template.loader import render_to_string
from django.urls import reverse

from core.admin.previewing import Shown, kinds
from forum.models import Forum, Person, Session
from forum.records import forums
from forum.records.forums import FORUMS
from forum.records.people import PEOPLE, with_appearances
from forum.records.sessions import SESSIONS
from initiatives.models import Initiative, Organization, Resource
from initiatives.pages.card_html import card_entry
from initiatives.records import organizations
from initiatives.records.organizations import ORGANIZATIONS
from initiatives.records.resources import RESOURCES
from initiatives.search.answer import cards


def entry_of_initiative(initiative):
    """Read by this connection: the index in memory knows only what is public."""
    (card,), names = cards([initiative.pk], None)
    return card_entry(card, names)


def entry(reader, name, complete=list):
    """A function that gives a record of a Reader as lists show it; name: of the template."""

    def as_entry(record):
        found = reader.first(reader.model.objects.filter(pk=record.pk), complete)
        return render_to_string(f"portal/found/{name}.html", {"record": found})

    return as_entry


def data(name):
    """A function that gives the address of a record in a collection of the API."""
    return lambda record: reverse(f"api:{name}-detail", args=[record.slug])


kinds |= {
    Initiative: Shown(entry_of_initiative, data("initiatives")),
    Organization: Shown(
        entry(ORGANIZATIONS, "organizations", organizations.with_counts), data("organizations")
    ),
    Resource: Shown(entry(RESOURCES, "documents"), data("resources")),
    Forum: Shown(entry(FORUMS, "forums", forums.with_counts), data("forums")),
    Session: Shown(entry(SESSIONS, "sessions"), data("sessions")),
    Person: Shown(entry(PEOPLE, "people", with_appearances), data("people")),
}
