"""Themes and Sustainable Development Goals as readers see them."""

from operator import attrgetter

from msgspec import Struct
from msgspec.structs import replace

from core.records.reading import Reader, read_labels
from core.web.paths import path_of
from initiatives.models import SustainableDevelopmentGoal, Theme
from initiatives.models.synonyms import Synonym
from initiatives.records.labels import REFERENCES, ConventionLabel, TargetLabel
from initiatives.records.naming import NamedRecord, SynonymRow, language_of
from initiatives.search.answer import counts_of
from initiatives.search.kept_ways import all_ways
from initiatives.uptake import Uptake


class ThemeRecord(NamedRecord, frozen=True):
    """All that a theme says itself, and how often it is met, where that was counted.

    initiative_count: of public initiatives; taken_up: of replications that come to that.
    """

    slug: str
    pillar: str
    description: str
    synonyms: tuple[SynonymRow, ...]
    targets: tuple[TargetLabel, ...]
    conventions: tuple[ConventionLabel, ...]
    initiative_count: int = 0
    taken_up: int = 0

    def get_absolute_url(self):
        return path_of("themes:detail", self.slug)

    def get_pillar_display(self):
        return Theme.Pillar(self.pillar).label

    def synonyms_by_language(self):
        """Pairs of a language code and the synonyms in it, English first; no name again."""
        by_language = {code: [] for code in Synonym.Language.values}
        names = {name.casefold() for name in [self.name, *self.names.values()]}
        for synonym in self.synonyms:
            if synonym.text.casefold() not in names:
                by_language[synonym.language].append(synonym.text)
        return [(code, words) for code, words in by_language.items() if words]

    @property
    def forums(self):
        """Labels of the forums on it, the latest first. One query."""
        return read_labels(Theme.objects.related("forums").published().filter(themes=self.pk))

    @property
    def sessions(self):
        """Labels of the sessions on it, the latest first. One query."""
        sessions = Theme.objects.related("sessions").public().filter(themes=self.pk)
        return read_labels(sessions.newest_first())


class TargetRow(Struct, frozen=True):
    """A target of a goal, in few words."""

    code: str
    name: str


class GoalRecord(NamedRecord, frozen=True):
    """A Sustainable Development Goal with its targets."""

    number: int
    color: str
    targets: tuple[TargetRow, ...]


def with_counts(themes):
    """ThemeRecords with both counts."""
    counts = counts_of("theme")
    ways = all_ways()
    taken_up = ways.counts("theme", ways.chosen("uptake", [Uptake.TAKEN_UP]))
    return [
        replace(
            theme,
            initiative_count=counts.get(theme.slug, 0),
            taken_up=taken_up.get(theme.slug, 0),
        )
        for theme in themes
    ]


THEMES = Reader(
    Theme,
    ThemeRecord,
    REFERENCES,
    {
        "synonyms": language_of,
        "targets": attrgetter("goal"),
        "conventions": attrgetter("number"),
    },
)
GOALS = Reader(SustainableDevelopmentGoal, GoalRecord)
