"""A draft may lack almost everything; what is public lacks nothing, whoever writes it."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from core.models import Publishable
from core.models.publication import Demanded
from forum.models import Forum, Person, Session, SessionFigure
from initiatives.models import Figure, Initiative, Milestone, Organization, Replication, Resource
from portal.desk.roles import CURATORS, EDITORS
from tests.desk import Page, url_of
from tests.factories import (
    FigureFactory,
    ForumFactory,
    InitiativeFactory,
    MilestoneFactory,
    OrganizationFactory,
    PersonFactory,
    ReplicationFactory,
    ResourceFactory,
    SessionFactory,
    SessionFigureFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

FACTORIES = {
    Initiative: InitiativeFactory,
    Organization: OrganizationFactory,
    Resource: ResourceFactory,
    Forum: ForumFactory,
    Person: PersonFactory,
}
each_kind = pytest.mark.parametrize("model", FACTORIES, ids=lambda model: model.__name__)
OWN = "initiatives_initiative_rows_are_whole"
OF_FORUM = "forum_forum_rows_are_whole"
LACKING = [
    (FigureFactory, Figure, {"source": None}, OWN),
    (MilestoneFactory, Milestone, {"source": None}, OWN),
    (ReplicationFactory, Replication, {"source": None}, OWN),
    (SessionFigureFactory, SessionFigure, {"source": None}, OF_FORUM),
    (SessionFactory, Session, {"summary": ""}, OF_FORUM),
]
each_row = pytest.mark.parametrize(
    ("factory", "model", "values", "rule"), LACKING, ids=lambda one: getattr(one, "__name__", "")
)


def demanded(model):
    """What the database demands of public records of a kind: columns, and what empties each."""
    (rule,) = (one for one in model._meta.constraints if isinstance(one, Demanded))
    return rule, dict.fromkeys(rule.texts, "") | dict.fromkeys(rule.references)


def test_every_kind_that_is_published_demands_something():
    assert {model for model in FACTORIES if demanded(model)} == set(Publishable.__subclasses__())


@each_kind
def test_a_draft_with_nothing_but_a_name_is_saved_at_the_desk(client, model):
    client.force_login(UserFactory(groups=[CURATORS]))
    name = "title" if model in (Initiative, Resource, Forum) else "name"
    page = Page(client, url_of(model, "add")).fill(**{name: "Half a thought", "slug": "half"})
    assert page.send().status_code == 302, page.errors
    draft = model.objects.get(slug="half")
    assert (str(draft), draft.publication) == ("Half a thought", "draft")
    assert client.get(url_of(model, "change", draft.pk)).status_code == 200
    assert client.get(url_of(model, "changelist")).status_code == 200


@each_kind
def test_publishing_says_at_each_field_what_is_missing(client, model):
    _, empty = demanded(model)
    record = FACTORIES[model](publication="draft", sources=["https://www.ilo.org/a"])
    model.objects.filter(pk=record.pk).update(**empty)
    client.force_login(UserFactory(groups=[EDITORS]))
    page = Page(client, url_of(model, "change", record.pk))
    page.send("_publish")
    missing = {name for name, texts in page.errors.items() if any("no" in one for one in texts)}
    given = {"title", "name"} & empty.keys()  # which the form wants of drafts, too
    assert missing >= empty.keys() - given
    record.refresh_from_db()
    assert record.publication == "draft"


@each_kind
def test_the_database_refuses_each_column_that_a_public_record_lacks(model):
    rule, empty = demanded(model)
    record = FACTORIES[model]()
    for name, nothing in empty.items():
        with pytest.raises(IntegrityError, match=rule.name), transaction.atomic():
            model.objects.filter(pk=record.pk).update(**{name: nothing})
    model.objects.filter(pk=record.pk).update(publication="draft", **empty)
    with pytest.raises(IntegrityError, match=rule.name), transaction.atomic():
        model.objects.filter(pk=record.pk).update(publication="published")
    record.refresh_from_db()
    record.publication = "published"
    with pytest.raises(ValidationError) as told:
        record.validate_constraints()
    assert told.value.message_dict.keys() == empty.keys()


@each_row
def test_rows_of_what_is_public_are_whole_when_a_transaction_ends(factory, model, values, rule):
    row = factory()
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        write(model.objects.filter(pk=row.pk), **values)
    assert refused.value.__cause__.diag.constraint_name == rule
    owner = row.initiative if hasattr(row, "initiative") else forum_of(row)
    drafts = type(owner).objects.filter(pk=owner.pk)
    with transaction.atomic():  # what is whole in the end may have been anything before
        model.objects.filter(pk=row.pk).update(**values)
        write(drafts, publication="draft")
    with pytest.raises(IntegrityError), transaction.atomic():
        write(drafts, publication="published")


@pytest.mark.parametrize(
    ("model", "rows"),
    [*((model, "citations") for model in FACTORIES), (Initiative, "theme_links")],
    ids=lambda one: getattr(one, "__name__", one),
)
def test_what_is_public_has_a_source_and_an_initiative_a_theme(model, rows):
    record = FACTORIES[model]()
    records, rule = model.objects.filter(pk=record.pk), f"{model._meta.db_table}_rows_are_there"
    connection.check_constraints()
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        remove(getattr(record, rows).all())
    assert refused.value.__cause__.diag.constraint_name == rule
    row = getattr(record, rows).get()
    field = next(name for name in ("source", "theme") if hasattr(row, name))
    with transaction.atomic():  # one may take the place of another
        row.delete()
        getattr(record, rows).create(**{field: getattr(row, field)})
        connection.check_constraints()
    with transaction.atomic():  # a draft may lack them, and so may what is no more
        write(records, publication="draft")
        remove(getattr(record, rows).all())
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        write(records, publication="published")
    assert refused.value.__cause__.diag.constraint_name == rule


def test_a_public_record_is_deleted_with_all_that_it_must_have():
    record = InitiativeFactory()
    record.delete()
    connection.check_constraints()


def remove(rows):
    """Delete rows, and look as the database does when the transaction ends."""
    rows.delete()
    connection.check_constraints()


def write(rows, **values):
    """Write, and look as the database does when the transaction ends."""
    rows.update(**values)
    connection.check_constraints()


def forum_of(row):
    return (row if isinstance(row, Session) else row.session).forum


def test_a_row_without_its_source_is_saved_with_a_draft_and_asked_for_when_it_is_published(client):
    draft = InitiativeFactory(
        publication="draft", themes=["a"], origins=["BRA"], sources=["https://www.ilo.org/a"]
    )
    client.force_login(UserFactory(groups=[EDITORS]))
    page = Page(client, url_of(Initiative, "change", draft.pk))
    assert page.add_row("figures", value="3", unit="people").send().status_code == 302
    assert draft.figures.get().source is None
    page = Page(client, url_of(Initiative, "change", draft.pk))
    page.send("_publish")
    assert page.errors == {"__all__": ["The figure “3 people” has no source."]}
    draft.refresh_from_db()
    assert draft.publication == "draft"
