"""What is asked of forums and people before readers see them."""

from django.db.models import Prefetch

from core.publishing import ERROR, NOTE, WARNING, check, compare, reads
from core.publishing.checks import hidden, own_passages, passages
from core.publishing.marks import marks
from forum.models import Appearance, Forum, ForumCitation, Person, PersonCitation
from initiatives.publishing.claims import unit_said_twice
from initiatives.publishing.twins import twins

marks(
    Forum,
    names=["title"],
    years="start_date",
    numbers="edition",
    places="country__iso3",
    city="city",
)
marks(Person, names=["name"], is_person=True)
reads(
    Forum,
    Prefetch("citations", ForumCitation.objects.select_related("source")),
    *("organizers", "resources", "sessions__figures__source"),
    Prefetch("sessions__appearances", Appearance.objects.select_related("person")),
)
reads(
    Person,
    Prefetch("citations", PersonCitation.objects.select_related("source")),
    Prefetch("appearances", Appearance.objects.select_related("session__forum")),
)


@passages.register
def _(forum: Forum):
    yield from own_passages(forum)
    for session in forum.sessions.all():
        where = f"Session “{session}”"
        for row in [session, *session.figures.all(), *session.appearances.all()]:
            yield from own_passages(row, where=where, field="sessions")


@check(Forum, level=ERROR)
def sessions_are_described(forum):
    """Each session of a forum has a summary."""
    for session in forum.sessions.all():
        if not session.summary.strip():
            yield f"Session “{session}” has no summary."


@check(Forum, level=ERROR)
def figures_of_sessions_have_a_source(forum):
    """Each figure given in a session has its source."""
    for session in forum.sessions.all():
        for figure in session.figures.all():
            if figure.source_id is None:
                yield f"Session “{session}”: the figure “{figure}” has no source."


@check(Forum, level=WARNING)
def figures_of_sessions_have_one_unit(forum):
    """No figure of a session repeats its unit."""
    for session in forum.sessions.all():
        for figure in session.figures.all():
            yield from unit_said_twice(figure)


@check(Forum, level=NOTE)
def forum_has_a_session(forum):
    """A forum has a session."""
    if not forum.sessions.all():
        yield "It has no session yet."


@check(Forum, level=NOTE)
def what_a_forum_names_is_published(forum):
    """People, organizers and documents that a forum names are published."""
    appearances = (one for session in forum.sessions.all() for one in session.appearances.all())
    people = {appearance.person for appearance in appearances}
    yield from hidden([*people, *forum.organizers.all(), *forum.resources.all()])


@check(Person, level=NOTE)
def person_appears(person):
    """A session of a published forum names the person."""
    if not any(one.session.forum.is_published for one in person.appearances.all()):
        yield "No published session names this person, so the page will be empty."


@compare(Forum, level=WARNING, finds_twins=True)
def no_twin_of_a_forum(forums):
    """No other published forum has almost the same title."""
    return twins(forums)


@compare(Person, level=WARNING, finds_twins=True)
def no_twin_of_a_person(people):
    """No other published person has almost the same name."""
    return twins(people)
