"""The kinds of records that a report tells of, and what several of them are called."""

from forum.models import Forum, Person, Session
from initiatives.models import (
    Country,
    Initiative,
    Organization,
    Replication,
    Resource,
    Source,
    Theme,
)

GROWING = (Initiative, Replication, Organization, Resource, Forum, Session, Person, Source)
WITH_STATE = (Initiative, Organization, Resource, Forum, Person)  # from draft to public
NAMED_BY = {  # what has a page that can be read, and what the page is headed
    Initiative: "title",
    Replication: "initiative__title",
    Organization: "name",
    Resource: "title",
    Forum: "title",
    Session: "title",
    Person: "name",
    Country: "name",
    Theme: "name",
}


def kind_of(model):
    """What stands for a model where records of many are counted together."""
    return model._meta.model_name


def several(model):
    """What several records of a model are called, as a heading."""
    return str(model._meta.verbose_name_plural).capitalize()


def together(parts, *names):
    """Numbers that several querysets count, in one question: by a tuple of some of their values.

    parts: querysets of values, all with the same columns in the same order, one of them `number`.
    """
    first, *others = parts
    rows = first.union(*others, all=True)
    return {tuple(row[name] for name in names): row["number"] for row in rows}
