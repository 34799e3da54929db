"""How much harm it does that a source is dead: what rests on it, and whether anything else does."""

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from core.publishing import now_public, owner_path
from initiatives.models import Citation

CLAIM, ONLY, ONE_OF_SEVERAL, NOTHING = range(4)
WORDS = {
    CLAIM: "A published claim rests on it alone",
    ONLY: "The only source of a published record",
    ONE_OF_SEVERAL: "One of several sources of what is published",
    NOTHING: "Nothing published rests on it",
}


def relations(sources):
    """The rows that cite a source in the catalogue proper: claims, then citations of records."""
    claims, citations = [], []
    for relation in sources._meta.related_objects:
        if owner_path(relation.related_model) is not None:
            is_citation = issubclass(relation.related_model, Citation)
            (citations if is_citation else claims).append(relation)
    return claims, citations


def harm(sources):
    """An expression: the harm that it does if a source of this model is dead, the worst is 0."""
    claims, citations = relations(sources)
    return Case(
        When(any_of(map(public_rows, claims)), then=Value(CLAIM)),
        When(any_of(map(rows_alone, citations)), then=Value(ONLY)),
        When(any_of(map(public_rows, citations)), then=Value(ONE_OF_SEVERAL)),
        default=Value(NOTHING),
        output_field=IntegerField(),
    )


def any_of(rows):
    """The condition that there are some of these rows."""
    condition = Q(pk__in=[])
    for some in rows:
        condition |= Q(Exists(some))
    return condition


def public_rows(relation):
    """The rows of a relation that readers see, of an outer source."""
    rows = relation.related_model._base_manager.filter(**{relation.field.name: OuterRef("pk")})
    return rows.filter(now_public(relation.related_model))


def rows_alone(relation):
    """Of these, the citations of records that cite nothing else."""
    model = relation.related_model
    owner = owner_path(model).split("__")[0]
    others = model._base_manager.filter(**{owner: OuterRef(owner)})
    others = others.exclude(**{relation.field.name: OuterRef(relation.field.name)})
    return public_rows(relation).exclude(Exists(others))


def public_claims(sources):
    """An expression: how many claims that readers see rest on a source of this model."""
    total = Value(0)
    for relation in relations(sources)[0]:
        rows = public_rows(relation).order_by().values(relation.field.name)
        number = rows.annotate(number=Count("pk")).values("number")
        total = total + Coalesce(Subquery(number, output_field=IntegerField()), 0)
    return total
