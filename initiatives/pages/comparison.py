"""Initiatives side by side: what each of them says to the same questions."""

from dataclasses import dataclass
from functools import cached_property

from core.templatetags.values import host
from initiatives.models import FigureBase, Initiative
from initiatives.pages.evidence import evidence_in_words
from initiatives.pages.figures import rows_of
from initiatives.pages.requirements import UNKNOWN, requirements_of
from initiatives.records import InitiativeRecord
from initiatives.records.labels import SourceLabel
from initiatives.uptake import Uptake

Kind = FigureBase.Kind
PAYS = ("funder", "sponsor")  # roles
OTHER_FIGURES, BACKGROUND = "Other figures", "Background, not results"
NEVER_MISSED = (OTHER_FIGURES, BACKGROUND)  # nobody asks for them where there are none


@dataclass(frozen=True)
class Piece:
    """Words of a line. url: of what they name; source: of what they say."""

    text: str
    url: str = ""
    source: SourceLabel | None = None


@dataclass(frozen=True)
class Answer:
    """What an initiative says to a question.

    prose: Markdown; figures: rows as those of pages.figures; lines: each some Pieces; gap: what
    stands there where it says nothing.
    """

    prose: str = ""
    figures: list = ()
    lines: list = ()
    gap: str = UNKNOWN

    @property
    def is_known(self):
        return bool(self.prose or self.figures or self.lines)


@dataclass(frozen=True)
class Question:
    """A row of a comparison: pairs of each initiative and its Answer."""

    label: str
    pairs: list

    @property
    def answers(self):
        return [answer for _, answer in self.pairs]

    @property
    def is_known(self):
        """Whether any of them says something to it."""
        return any(answer.is_known for answer in self.answers)

    @cached_property
    def is_same(self):
        """Whether there are several and all say the same."""
        first, *others = self.answers
        return bool(others) and all(answer == first for answer in others)

    @property
    def shown(self):
        """The pairs that a table shows: what all say alike stands there once."""
        return self.pairs[:1] if self.is_same else self.pairs


@dataclass(frozen=True)
class Part:
    """Questions that belong together.

    questions: those to which any of the initiatives says something; unanswered: the labels of the
    others, as they stand within a sentence.
    """

    heading: str
    questions: list[Question]
    unanswered: list[str]


@dataclass(frozen=True)
class Comparison:
    """Some initiatives, and what they say part by part."""

    initiatives: list[InitiativeRecord]
    parts: list[Part]

    @property
    def together(self):
        """What all of them are called at once."""
        return "Both" if len(self.initiatives) == 2 else "All of them"

    @property
    def sources(self):
        """The sources of all of it, each once: claims cite them by their number here."""
        return list(dict.fromkeys(source for one in self.initiatives for source in one.sources))


def comparison_of(initiatives):
    """A list of InitiativeRecords as a Comparison."""
    answers = [answers_of(one) for one in initiatives]
    parts = []
    for heading, labels in answers[0].items() if answers else ():
        told = {label: [one[heading][label] for one in answers] for label in labels}
        asked = [
            Question(label, list(zip(initiatives, ones, strict=True)))
            for label, ones in told.items()
        ]
        questions = [question for question in asked if question.is_known]
        missed = [one.label for one in asked if not one.is_known and one.label not in NEVER_MISSED]
        parts.append(Part(heading, questions, [lowered(label) for label in missed]))
    return Comparison(initiatives, parts)


def lowered(label):
    """A label within a sentence."""
    return label[0].lower() + label[1:]


def answers_of(initiative):
    """What an InitiativeRecord says: its Answers by label, under the heading of each part."""
    takes = requirements_of(initiative)
    to_ask = initiative.leaders
    others = [one for one in initiative.partnerships if one not in to_ask]
    return {
        "What it is": {
            "Summary": line(initiative.summary),
            "Kind": line(initiative.kind.name),
            "Years": line(initiative.years),
            "Status": status(initiative),
            "Themes": names(initiative.themes),
            "Sectors": names(initiative.sectors),
            "Cooperation": names(initiative.modalities),
            "The challenge": Answer(initiative.challenge),
            "How it works": Answer(initiative.approach),
        },
        "Where it went": {
            "Where it began": names(initiative.origin_countries),
            **{uptake.question: came_to(initiative, uptake) for uptake in Uptake},
        },
        "What came of it": {
            "Results": Answer(initiative.results, figures(initiative, Kind.RESULT)),
            "How large it is": Answer(figures=figures(initiative, Kind.SCALE)),
            OTHER_FIGURES: Answer(figures=figures(initiative, "")),
            BACKGROUND: Answer(figures=figures(initiative, Kind.CONTEXT)),
            "What was learned": Answer(initiative.lessons),
        },
        "What is needed to take it up": {
            "In general": Answer(takes.general),
            **{
                part.label.capitalize(): Answer(part.text, part.costs, gap=part.gap)
                for part in takes.parts
            },
        },
        "Who is behind it": {
            "Who to ask": by_role(to_ask, with_sites=True),
            "Who pays": by_role(one for one in others if one.role.slug in PAYS),
            "Other partners": by_role(one for one in others if one.role.slug not in PAYS),
            "Based on": evidence(initiative.sources),
        },
    }


def line(text):
    """A text as the only line, if it says something."""
    return Answer(lines=[(Piece(text),)] if text else [])


def names(labels):
    """Some labels as a line, each leading to its page if it has one."""
    pieces = []
    for label in labels:
        name = getattr(label, "short_name", label.name)
        url = label.get_absolute_url() if hasattr(label, "get_absolute_url") else ""
        pieces += [Piece(", "), Piece(name, url)]
    return Answer(lines=[tuple(pieces[1:])] if pieces else [])


def status(initiative):
    """Whether it still runs, and by which source."""
    said = []
    if initiative.status != Initiative.Status.UNKNOWN:
        said.append((Piece(initiative.get_status_display()),))
    elif initiative.last_known:
        said.append((Piece(f"Last known: {initiative.last_known}"),))
    if initiative.status_note:
        said.append((Piece(initiative.status_note, source=initiative.status_source),))
    return Answer(lines=said)


def came_to(initiative, uptake):
    """The countries that came so far with it and no further, each with what the sources say."""
    path = initiative.path
    furthest = {
        Uptake.TAKEN_UP: path.taken_up,
        Uptake.LEARNT_FROM: path.learnt_from,
        Uptake.WANTED: path.wanted,
    }[uptake]
    said = {}
    for replication in dict(initiative.replications_by_uptake).get(uptake, []):
        country = replication.to_country
        if country in furthest:
            name = Piece(country.short_name, country.get_absolute_url())
            said.setdefault(country, [name]).append(how_far(replication, initiative))
    return Answer(lines=[tuple(pieces) for pieces in said.values()])


def how_far(replication, initiative):
    """What stands behind the name of the country: ", replicated, from Brazil, 2014"."""
    words = []
    if replication.uptake == Uptake.TAKEN_UP:  # which has two stages
        words.append(replication.stage.name.lower())
    if replication.from_country not in initiative.origin_countries:
        words.append(f"from {replication.from_country.short_name}")
    if replication.year:
        words.append(str(replication.year))
    return Piece("".join(f", {word}" for word in words), source=replication.source)


def figures(initiative, kind):
    return rows_of(figure for figure in initiative.figures if figure.kind == kind)


def by_role(partnerships, *, with_sites=False):
    """Lines as "Lead: Ministry of Labour", with the address of its site where that is wanted."""
    said = []
    for partnership in partnerships:
        organization = partnership.organization
        pieces = [
            Piece(f"{partnership.role.name}: "),
            Piece(organization.name, organization.get_absolute_url()),
        ]
        if with_sites and organization.url:
            pieces += [Piece(", "), Piece(host(organization.url), organization.url)]
        said.append(tuple(pieces))
    return Answer(lines=said)


def evidence(sources):
    """What sort of sources it rests on, and all their numbers."""
    cited = [Piece(" ", source=source) for source in sources]
    return Answer(lines=[(Piece(evidence_in_words(sources)), *cited)] if sources else [])
