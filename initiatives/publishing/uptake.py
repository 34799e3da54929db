"""The same uptake must not stand in two initiatives: then it would be counted twice."""

import re
from collections import defaultdict
from functools import cache

from django.db.models import Q
from rapidfuzz import fuzz

from core.models.publication import PublicationState
from core.publishing import WARNING, Said, compare
from core.publishing.likeness import Named, are_alike
from core.publishing.vocabulary import vocabulary
from core.search.writing import plain
from initiatives.models import Initiative, Replication

SAME_WORDS = 85  # of 100, for two notes that say the same
SHORTEST_NOTE = 15


@compare(Initiative, level=WARNING, field="replications")
def uptake_stands_once(initiatives):
    """No other initiative tells of the same uptake, by the same source or in the same words."""
    own = [row for one in initiatives for row in one.replications.all() if is_whole(row)]
    others = rows_between({ways(row) for row in own})
    by_key = {one.pk: one for one in initiatives}
    are_twins = names_compared()
    for row in own:
        for other in others[ways(row)]:
            if other.initiative_id != row.initiative_id and tell_the_same(
                row, by_key[row.initiative_id], other, are_twins
            ):
                yield (
                    by_key[row.initiative_id],
                    Said(
                        f"“{row}” seems to stand in “{other.initiative}” too.",
                        about=f"{row} {other.initiative_id} {row.note} {other.note}",
                    ),
                )


def words(note):
    """The words of a note, without the signs between them."""
    return " ".join(re.findall(r"\w+", plain(note)))


def is_whole(row):
    return None not in (row.from_country_id, row.to_country_id, row.stage_id)


def ways(row):
    return row.from_country_id, row.to_country_id


def rows_between(pairs):
    """The replications of public initiatives between some pairs of countries, by the pair."""
    found = defaultdict(list)
    givers, takers = {giver for giver, _ in pairs}, {taker for _, taker in pairs}
    rows = Replication.objects.filter(
        Q(from_country__in=givers, to_country__in=takers),
        initiative__publication=PublicationState.PUBLISHED,
    ).select_related("initiative", "stage")
    for row in rows:
        found[ways(row)].append(row)
    return found


def tell_the_same(row, initiative, other, are_twins):
    """Whether two replications between the same countries seem to be one.

    are_twins: tells whether two initiatives are called alike.
    """
    has_notes = min(len(row.note), len(other.note)) >= SHORTEST_NOTE
    if has_notes:
        return fuzz.token_set_ratio(words(row.note), words(other.note)) >= SAME_WORDS
    if row.source_id == other.source_id:
        return row.stage_id == other.stage_id and row.year == other.year
    return are_twins(initiative, other.initiative)


def names_compared():
    """A function that tells whether two initiatives are called alike; it reads each name once.

    The vocabulary is taken once: within a transaction that has changed something it is made anew
    each time that it is asked for.
    """
    known = cache(vocabulary)

    @cache
    def named(key, title, acronym):
        return Named(key, title, acronym, known=known())

    def are_twins(*initiatives):
        return are_alike(*(named(one.pk, one.title, one.acronym) for one in initiatives))

    return are_twins
