"""The brief of one initiative."""

from django.conf import settings

from core.briefs.model import Brief, Fact, Words, line
from core.briefs.prose import blocks_of
from core.dates import readable
from initiatives.briefs.wording import (
    NO_DETAILS,
    Wording,
    archived_in_words,
    documents,
    facts,
    hint,
    points,
    section,
    stage,
    table,
    tiles,
    told_of,
    way,
)
from initiatives.pages.evidence import evidence_in_words
from initiatives.pages.figures import laid_out
from initiatives.pages.requirements import requirements_of
from initiatives.uptake import Uptake

RANKS = {Uptake.TAKEN_UP: 1, Uptake.LEARNT_FROM: 4, Uptake.WANTED: 4}


def brief_of_initiative(initiative, root):
    """The Brief of an InitiativeRecord. root: scheme and host of the portal."""
    say = Wording(root, initiative.get_absolute_url(), initiative.sources)
    return Brief(
        kind="Initiative",
        title=initiative.title + (f" ({initiative.acronym})" if initiative.acronym else ""),
        subtitle=initiative.local_title,
        summary=line(initiative.summary),
        route=way(initiative.path.named(lambda country: country.short_name)),
        facts=facts_of(initiative, say),
        asked=tuple(Fact(one.role.name, say.body(one.organization)) for one in initiative.leaders),
        sections=told_of(*sections_of(initiative, say)),
        notes=say.notes,
        address=say.address,
        date=initiative.modified,
        notice=archived_in_words(initiative.archived),
        publisher=settings.PUBLISHER_NAME,
    )


def facts_of(initiative, say):
    """The facts at a glance."""
    told = {
        "Began in": say.countries(initiative.origin_countries),
        "Countries taking part": say.countries(initiative.participating_countries),
        "Years": line(initiative.years),
        **status_of(initiative, say),
        "Kind": line(initiative.kind.name),
        "Cooperation": line(", ".join(modality.name for modality in initiative.modalities)),
        "Themes": say.themes(initiative.themes),
        "Sectors": line(", ".join(sector.name for sector in initiative.sectors)),
        "Goals (SDGs)": line(", ".join(f"{goal.number} {goal.name}" for goal in initiative.sdgs)),
        "Based on": line(evidence_in_words(say.sources)),
    }
    return facts(told)


def status_of(initiative, say):
    """Whether it goes on, and which source says so."""
    note = []
    if initiative.status_note:
        note = [f". {initiative.status_note}", say.cite(initiative.status_source)]
    if initiative.status == "unknown" and initiative.last_known:
        return {"Last known": line(str(initiative.last_known), *note)}
    return {"Status": line(initiative.get_status_display(), *note)}


def sections_of(initiative, say):
    """What stands below, in the order in which a reader asks."""
    figures = laid_out(initiative.figures)
    yield section("The challenge", *blocks_of(initiative.challenge), rank=4)
    yield section("How it works", *blocks_of(initiative.approach), rank=1)
    yield section(
        "Results",
        tiles(map(say.figure, figures.tiles)),
        *blocks_of(initiative.results),
        rank=1,
    )
    for uptake, replications in initiative.replications_by_uptake:
        yield section(uptake.question, uptakes(replications, say), rank=RANKS[uptake])
    yield needed(initiative, say)
    yield section("What was learned", *blocks_of(initiative.lessons), rank=3)
    for heading, rows in figures.groups:
        yield section(heading, points(map(say.figures, rows)), rank=5)
    yield section(
        "Timeline",
        points(
            line(
                Words(readable(milestone.date), is_strong=True),
                f"  {milestone.text}",
                say.cite(milestone.source),
            )
            for milestone in initiative.milestones
        ),
        rank=6,
    )
    yield section("Partners", points(partners(initiative, say)), rank=7)
    yield section(
        "Where it was shown",
        points(
            line(
                say.named(session, session.title),
                Words(f", {session.forum.title}, {session.forum.dates}", is_soft=True),
            )
            for session in initiative.sessions
        ),
        rank=8,
    )
    yield documents(initiative.resources, say, rank=9)


def uptakes(replications, say):
    """Who took it up, learnt from it or wants it, as a table."""
    return table(
        ("Country", "Stage", "Year", "What the source says"),
        (
            (
                line(
                    say.named(one.to_country, one.to_country.short_name, is_strong=True),
                    Words(f" from {one.from_country.short_name}", is_soft=True),
                ),
                line(stage(one.stage)),
                line(str(one.year or "")),
                line(one.note or NO_DETAILS, say.cite(one.source)),
            )
            for one in replications
        ),
        (25, 18, 8, 49),
    )


def needed(initiative, say):
    """What is needed to take it up, and of what nothing is known."""
    takes = requirements_of(initiative)
    told = [
        line(
            Words(f"{part.label.capitalize()}: ", is_strong=True),
            *joined(part.text),
            *(piece for row in part.costs for piece in (*say.figures(row), Words(". "))),
        )
        for part in takes.told
    ]
    if not takes:
        last = hint("It is not yet known what another country needs to take it up.")
    elif takes.missing:
        missing = ", ".join(part.label for part in takes.missing)
        last = hint(f"{takes.missing[0].gap.capitalize()} yet: {missing}.")
    else:
        last = None
    return section(
        "What is needed to take it up", *blocks_of(takes.general), points(told), last, rank=2
    )


def joined(text):
    """The blocks of a short text as one Line."""
    words = []
    for block in blocks_of(text):
        for part in block.parts:
            words += [*part[0], Words(" ")]
    return words


def partners(initiative, say):
    """One line for each role."""
    for role, partnerships in initiative.partners_by_role:
        bodies = say.listed(say.named(one.organization) for one in partnerships)
        yield line(Words(f"{role.name}: ", is_strong=True), bodies)
