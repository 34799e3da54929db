"""Facets of initiatives that questions may have and pages do not offer.

The parts that a country has in an initiative, each by itself, and what its themes rest on.
"""

import re

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, When

from core.search.facets import BY_KEY, ByYear, Facet, choice, listed, named, spelled
from initiatives.models import Convention, Country, Initiative, Replication, Target, Theme
from initiatives.uptake import SHORT_OF_UPTAKE, Uptake, stages_of

NO_FURTHER_THAN = {
    Uptake.LEARNT_FROM: [*SHORT_OF_UPTAKE],
    Uptake.WANTED: stages_of(Uptake.WANTED),
}


def come_to(uptake):
    """The code of the country of each replication that comes to an Uptake; NULL of all others.

    As records count them: a country stands at the furthest that it has come, and not at all where
    the initiative began, or was given on where nobody knows that.
    """
    of_it, here = {"initiative": OuterRef("pk")}, OuterRef("replications__to_country")
    origins = Initiative.origin_countries.through.objects.filter(**of_it)
    replications = Replication.objects.filter(**of_it)
    if uptake == Uptake.TAKEN_UP:
        comes_to_it = ~Q(replications__stage__slug__in=[*SHORT_OF_UPTAKE])
    else:
        further = replications.filter(to_country=here).exclude(
            stage__slug__in=NO_FURTHER_THAN[uptake]
        )
        comes_to_it = Q(replications__stage__slug__in=stages_of(uptake)) & ~Exists(further)
    began_here = Exists(origins.filter(country=here))
    gave_it = ~Exists(origins) & Exists(replications.filter(from_country=here))
    return Case(
        When(comes_to_it & ~began_here & ~gave_it, then=F("replications__to_country__iso3")),
        default=None,
        output_field=CharField(),
    )


def unoffered(name, label, path, known, **further):
    """A facet that questions may have and pages do not offer; its values have names elsewhere."""
    return Facet(name, label, path, "", known, is_offered=False, is_counted=False, **further)


def of_a_country(name, label, path, meaning, **further):
    """A part that a country has in an initiative, by itself; `country` takes all of them."""
    meant = f"ISO 3166 alpha-3 code of a country {meaning}."
    return unoffered(
        name,
        label,
        path,
        COUNTRY_NAMES,
        help=meant,
        phrase=f"{label}: {{}}",
        value_schema=BY_KEY["iso3"],
        **further,
    )


def uptake_by(name, label, uptake, meaning):
    """The same for what an initiative came to in a country: the furthest counts, as in records."""
    annotations = {name: come_to(uptake)}
    return of_a_country(name, label, name, meaning, annotations=annotations)


def numbers_of(model, key, name, *, written, number="{}"):
    """The names of records known by a number or code, of those of some values that exist.

    written: a pattern of what may be one; number: how it stands before the name.
    """
    names = named(model.objects, key, name)

    def known(values=None):
        if values is not None:
            values = [value for value in values if re.fullmatch(written, value)]
        return {
            value: f"{number.format(value)} {called}" for value, called in names(values).items()
        }

    return known


COUNTRY_NAMES = named(Country.objects, "iso3")
MORE_FACETS = [
    of_a_country("origin_country", "Began in", "origin_countries__iso3", "where it began"),
    of_a_country(
        "participating_country",
        "Takes part",
        "participating_countries__iso3",
        "that takes part in it, those where it began included",
    ),
    uptake_by(
        "taken_up_by",
        "Taken up by",
        Uptake.TAKEN_UP,
        "that adapts or runs it and where it did not begin",
    ),
    uptake_by(
        "learnt_by",
        "Learnt from by",
        Uptake.LEARNT_FROM,
        "that learnt from it and has not taken it up",
    ),
    uptake_by("wanted_by", "Wanted by", Uptake.WANTED, "that has no more than said it wants it"),
    ByYear(
        "year",
        "Year it began",
        "start_year",
        phrase="began in {}",
        is_offered=False,
        is_counted=False,
    ),
    unoffered(
        "pillar",
        "Pillar",
        "theme_links__theme__pillar",
        choice(Theme.Pillar.choices),
        visible=Q(theme_links__position=0),
        help=f"Of its leading theme: one of {', '.join(Theme.Pillar.values)}.",
        value_schema=listed(Theme.Pillar.values),
    ),
    unoffered(
        "convention",
        "ILO convention",
        "themes__conventions__number",
        numbers_of(Convention, "number", "title", written="[1-9][0-9]{0,3}", number="C{:0>3}"),
        phrase="ILO convention: {}",
        help="Number of a convention of the ILO that belongs to one of its themes, as 182.",
        value_schema=spelled("^[1-9][0-9]{0,3}$", 4),
    ),
    unoffered(
        "target",
        "SDG target",
        "themes__targets__code",
        numbers_of(Target, "code", "name", written="[0-9a-z.]{1,5}"),
        phrase="SDG target: {}",
        help="Code of a target of the 2030 Agenda that belongs to one of its themes, as 8.7.",
        value_schema=spelled("^[0-9a-z.]{1,5}$", 5),
    ),
]
