"""The rules of publishing for forums and people."""

from core.publishing import hidden, warnings
from forum.models import Appearance, Forum, Person


@warnings.register
def _(forum: Forum):
    found = [] if forum.sessions.exists() else ["It has no session yet."]
    people = Person.objects.filter(appearances__session__forum=forum).distinct()
    return found + hidden([*people, *forum.organizers.all(), *forum.resources.all()])


@warnings.register
def _(person: Person):
    if Appearance.objects.public().filter(person=person).exists():
        return []
    return ["No published session names this person, so the page will be empty."]
