"""What is asked of an initiative as a whole, and the texts that it has."""

import re

from django.db.models import Prefetch

from core.publishing import ERROR, NOTE, WARNING, Said, check, reads
from core.publishing.checks import hidden, own_passages, passages
from initiatives.models import Initiative, InitiativeCitation, Milestone, Partnership, Replication

LONGEST_SUMMARY = Initiative._meta.get_field("summary").max_length

# A milestone before the beginning is wrong where it tells of work, and right where it tells what
# led to it: a law, an agreement, an older programme.
BEGINS = re.compile(
    r"\b(?:the |it |this )?(?:project|programme|initiative|scheme|network|forum|partnership|course|"
    r"it|phase|work|pilot|operations?|activities)\b[^.;]{0,40}\b(?:starts?|started|begins?|began|"
    r"opens?|opened|launch(?:es|ed)|in operation|operational|"
    r"completed|ends?|ended|closes?|closed)\b"
    r"|^(?:launch|start|opening|first (?:phase|course|intake|cohort|edition|session|meeting))\b",
    re.IGNORECASE,
)
LED_TO_IT = re.compile(
    r"\b(?:agree\w*|approv\w*|adopt\w*|propos\w*|sign\w*|law|act|decree|found\w*|creat\w*|decid\w*|"
    r"declar\w*|request\w*|visit\w*|prepar\w*|parent|earlier|former|predecessor|forerunner|national|"
    r"government|ministry|in (?:its|her|his) own|study|present form)\b",
    re.IGNORECASE,
)
PLANNED = re.compile(
    r"\b(?:plan\w*|will|to be|expect\w*|schedul\w*|announc\w*|due)\b", re.IGNORECASE
)

reads(
    Initiative,
    Prefetch("citations", InitiativeCitation.objects.select_related("source")),
    Prefetch("partnerships", Partnership.objects.select_related("organization")),
    *("theme_links", "origin_countries", "resources"),
    *("figures__source", "milestones__source"),
    *("replications__source", "replications__stage"),
    *("replications__from_country", "replications__to_country"),
)


@passages.register
def _(initiative: Initiative):
    yield from own_passages(initiative, markdown=Initiative.PROSE)
    rows = [
        ("Figure", "figures", initiative.figures.all()),
        ("Milestone", "milestones", initiative.milestones.all()),
        ("Replication", "replications", initiative.replications.all()),
    ]
    for name, field, some in rows:
        for row in some:
            yield from own_passages(row, where=f"{name} “{row}”", field=field)


@check(Initiative, level=ERROR)
def theme(initiative):
    """An initiative has a theme."""
    if not initiative.theme_links.all():
        yield "It has no theme."


@check(Initiative, level=WARNING, field="origin_countries")
def origin(initiative):
    """An initiative says in which country it began."""
    if not initiative.origin_countries.all():
        yield "It names no country where it began."


@check(Initiative, level=ERROR, field="summary")
def summary_is_short(initiative):
    """The summary of an initiative has at most 300 characters."""
    length = len(initiative.summary)
    if length > LONGEST_SUMMARY:
        yield f"The summary has {length} characters; at most {LONGEST_SUMMARY} are shown in lists."


@check(Initiative, level=WARNING)
def years_agree_with_dates(initiative):
    """Nothing is dated before the initiative began, or after its source was published."""
    start = initiative.start_year
    for row, year in dated(initiative):
        if start and year < start and is_at_work(row):
            yield Said(
                f"“{row}” is of {year}, and the initiative is said to begin in {start}.",
                "start_year",
                f"{row} {year} {start}",
            )
        published = row.source.year if row.source else None
        if published and published < year and not PLANNED.search(text_of(row)):
            yield Said(
                f"“{row}” is of {year}, and its source “{row.source.title}” of {published}.",
                row._meta.verbose_name_plural,
                f"{row} {year} {row.source.url} {published}",
            )


def dated(initiative):
    """Pairs of a claim of an initiative and its year."""
    for milestone in initiative.milestones.all():
        if milestone.date:
            yield milestone, int(milestone.date[:4])
    for claim in [*initiative.replications.all(), *initiative.figures.all()]:
        if claim.year:
            yield claim, claim.year


def is_at_work(row):
    """Whether a claim tells that the initiative works, and not of what led to it."""
    if isinstance(row, Milestone):
        return bool(BEGINS.search(row.text)) and not LED_TO_IT.search(row.text)
    return isinstance(row, Replication)


def text_of(row):
    return getattr(row, "text", "") or getattr(row, "note", "")


@check(Initiative, level=NOTE)
def what_it_names_is_published(initiative):
    """Partners and documents that an initiative names are published."""
    partners = {partnership.organization for partnership in initiative.partnerships.all()}
    yield from hidden(partners)
    yield from hidden(initiative.resources.all())
