"""What is asked of the claims of an initiative: that each is whole and agrees with itself."""

from core.publishing import ERROR, WARNING, Said, check, compare
from core.publishing.readings import words_of
from core.publishing.texts import repeated_magnitude, repeated_unit
from initiatives.models import Initiative
from initiatives.publishing.stages import contradiction
from initiatives.publishing.twins import words_of_places


def claims(initiative):
    """The claims of an initiative, as pairs of a row and the name of its part of the form."""
    for name in ("figures", "milestones", "replications"):
        for row in getattr(initiative, name).all():
            yield row, name


@check(Initiative, level=ERROR)
def claims_have_a_source(initiative):
    """Each figure, milestone and replication has its source."""
    for row, name in claims(initiative):
        if row.source_id is None:
            yield Said(f"The {row._meta.verbose_name} “{row}” has no source.", name)


@check(Initiative, level=WARNING, field="figures")
def figures_have_one_unit(initiative):
    """No figure repeats its unit, as "12 million million" and "5 % per cent" do."""
    for figure in initiative.figures.all():
        yield from unit_said_twice(figure)


def unit_said_twice(figure):
    """A sentence on a figure whose unit stands twice."""
    found = repeated_unit(f"{figure.unit} {figure.label}") or repeated_unit(f"{figure}")
    if found:
        yield f"The figure “{figure}” seems to have its unit twice: “{found}”."
    elif figure.value is not None and repeated_magnitude(figure.value, figure.unit):
        yield f"The figure “{figure}” is written out, and has “{figure.unit}” behind it."


@compare(Initiative, level=WARNING, field="replications")
def stages_agree_with_notes(initiatives):
    """The stage of a replication is what its own note tells."""
    places = words_of_places()
    for initiative in initiatives:
        for replication in initiative.replications.all():
            if not (replication.note and replication.stage and replication.to_country):
                continue
            elsewhere = places - words_of(replication.to_country.name)
            found = contradiction(replication.stage.slug, replication.note, elsewhere)
            if found:
                yield initiative, f"“{replication}”, and its note says: “{found}”."
