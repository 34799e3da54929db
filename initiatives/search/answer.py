"""How initiatives are searched: the answer to a question."""

from functools import partial
from itertools import islice

from pyroaring import BitMap

from core.search import Results
from core.search.parameters import excluding
from core.search.worker import worker
from initiatives.models import Initiative
from initiatives.search.cards import LabelledCard, read_cards
from initiatives.search.collection import InitiativeCollection
from initiatives.search.facets import FACETS
from initiatives.search.meanings import meaning
from initiatives.search.orders import MOST_TAKEN_UP, ORDERS, in_order

KINSHIP = {"theme": 3.0, "country": 0.4}  # what a shared value counts; a leading one twice

MOST_MEANINGS = 3  # sentences on what stood for words

# The facets whose values a card has, but not their names.
ON_CARDS = ("theme", "sector", "country", "kind", "modality", "sdg", "stage")


def public_keys(keys):
    """Those of some primary keys that are public; all that are for None."""
    initiatives = Initiative.objects.published()
    found = initiatives if keys is None else initiatives.filter(pk__in=keys)
    return found.order_by().values_list("pk", flat=True)


worker.register_catalogue(InitiativeCollection(FACETS), public_keys)


def names_of(facet, values=None):
    """The names of those of some values of a facet of initiatives that exist, or of all."""
    catalogue = worker.catalogue()
    if catalogue is None:
        return facet.known() if values is None else facet.known(values)
    labels = catalogue.labels[facet.name]
    if values is None:
        return dict(labels)
    return {value: labels[value] for value in values if value in labels}


def answer(initiatives, question, among=None):
    """Answer a question about initiatives.

    initiatives: the queryset that may be shown; question: cleaned values by parameter name: `q`
    (text), one list for each facet, another for what is left out of it, `year_from` and `year_to`
    (integers), `sort` (one of ORDERS, or RELEVANCE), `match` (ALL or ANY); among: the keys of those
    that are asked about, or None.
    Facets are AND-ed. Values of one facet are OR-ed; those of a facet that has `all_of` are AND-ed
    unless `match` is ANY, and then counted beside the chosen ones, which they narrow. Returns
    Results.
    """
    catalogue = worker.catalogue()
    if catalogue is None:
        return from_database(initiatives, question)
    return from_index(catalogue, initiatives, question, among)


def having_all(text, apart):
    """The keys of the public initiatives that have all of some words, and the words understood.

    apart: says of a Concept whether it is not asked of initiatives. The words, a ParsedQuery, are
    None while the database has to answer.
    """
    catalogue = worker.catalogue()
    if catalogue is None:
        found = Initiative.objects.published().matching_in_database(text)
        return list(found.values_list("pk", flat=True)), None
    matches = catalogue.matching(text, worker.others(patience=0), apart)
    return matches.complete, matches.understood


def readings_of(text):
    """What the search for initiatives reads of some words and does not search for: Readings."""
    catalogue = worker.catalogue()
    matches = catalogue and catalogue.matching(text, worker.others(patience=0))
    return matches.understood.readings if matches else []


def cards(keys, catalogue):
    """What lists show of public initiatives: their cards, and the names that these need, by facet.

    keys: primary keys; those that are not there are left out; catalogue: its snapshot, or None.
    """
    if catalogue:
        found, names = catalogue.shown, catalogue.labels
    else:
        found = {card.pk: card for card in read_cards(keys)}
        names = {name: FACETS[name].names() for name in ON_CARDS}
    return [found[key] for key in keys if key in found], names


def labelled_cards(keys):
    """The public initiatives with some primary keys as LabelledCards, in this order."""
    found, names = cards(keys, worker.catalogue())
    return [LabelledCard(card, names) for card in found]


def related(initiative, count):
    """The keys of public initiatives that resemble one: by themes, then by countries and words.

    initiative: an InitiativeRecord. count: how many at most.
    """
    catalogue = worker.catalogue()
    if catalogue is None:
        itself = Initiative.objects.get(pk=initiative.pk)
        relatives = Initiative.objects.published().related_to(itself)
        return list(relatives.values_list("pk", flat=True)[:count])
    text = f"{initiative.title} {initiative.summary}"
    return catalogue.related(initiative.pk, text, KINSHIP, count)


def counts_of(name):
    """How many public initiatives have each value of a facet, by value."""
    catalogue = worker.catalogue()
    if catalogue:
        return catalogue.counts(name, catalogue.public)
    values = FACETS[name].count(Initiative.objects.published(), [])
    return {value.value: value.count for value in values}


def from_index(catalogue, initiatives, question, among=None):
    """The answer of the catalogue in memory."""
    text = question.get("q") or ""
    matches = catalogue.matching(text, worker.others(patience=0)) if text else None
    scope = catalogue.public if among is None else catalogue.public & BitMap(among)
    scope = scope & matches.keys if matches else scope
    spans = [(question.get("year_from"), question.get("year_to"))]
    spans += [matches.understood.years] if matches else []
    for first, last in spans:
        if first or last:
            scope = scope & catalogue.began(first, last)
    for name, values in excluded(question):
        scope = scope - catalogue.chosen(name, values)
    chosen = {name: question[name] for name in FACETS if question.get(name)}
    match = question.get("match")
    groups = [
        (name, group)
        for name, values in chosen.items()
        for group in FACETS[name].groups(values, match)
    ]
    having = [(name, catalogue.chosen(name, group)) for name, group in groups]

    def narrowed(but=None):
        keys = scope
        for name, found in having:
            if name != but:
                keys = keys & found
        return keys

    everywhere = narrowed()
    whole = everywhere & matches.complete if matches else everywhere

    def count_facets(names):
        return {
            name: catalogue.counted(
                FACETS[name],
                narrowed(but=name)
                if name in chosen and not FACETS[name].wants_all(match)
                else everywhere,
                chosen.get(name, []),
            )
            for name in names
        }

    def meanings():
        loose = [concept for concept in matches.understood.concepts if concept.nearer()]
        said = (meaning(c, catalogue.shares(c, whole), text, catalogue.labels) for c in loose)
        return list(islice(filter(None, said), MOST_MEANINGS))

    sort = question.get("sort")
    if matches and sort not in ORDERS:
        tagged = [(name, group) for name, group in groups if FACETS[name].is_counted]
        ids = catalogue.ranked(matches, everywhere, tagged)
    else:
        # In an order of their own, those with part of what is asked would stand between the others.
        ids = catalogue.sorted(sort if sort in ORDERS else MOST_TAKEN_UP, whole or everywhere)
    return Results(
        question,
        initiatives,
        ids,
        count_facets=count_facets,
        show=partial(cards, catalogue=catalogue),
        behind=partial(catalogue.behind, everywhere),
        matches=matches,
        complete=len(whole),
        meanings=meanings,
    )


def excluded(question):
    """Pairs of the name of a facet and those of its values that a question leaves out."""
    named = ((name, question.get(excluding(name))) for name in FACETS)
    return [(name, values) for name, values in named if values]


def from_database(initiatives, question):
    """The same asked of PostgreSQL: while the index is being built, and to hold it against."""
    text = question.get("q") or ""
    found = initiatives.matching_in_database(text) if text else None
    ranked = None if found is None else list(found.values_list("pk", flat=True))
    scope = initiatives if ranked is None else initiatives.filter(pk__in=ranked)
    if question.get("year_from"):
        scope = scope.filter(start_year__gte=question["year_from"])
    if question.get("year_to"):
        scope = scope.filter(start_year__lte=question["year_to"])
    for name, values in excluded(question):
        scope = FACETS[name].without(scope, values)
    chosen = {name: question[name] for name in FACETS if question.get(name)}
    match = question.get("match")

    def narrowed(but=None):
        records = scope
        for name, values in chosen.items():
            if name != but:
                records = FACETS[name].narrow(records, values, match)
        return records

    def count_facets(names):
        return {
            name: FACETS[name].count(
                narrowed(but=None if FACETS[name].wants_all(match) else name), chosen.get(name, [])
            )
            for name in names
        }

    def behind(public_id, count):
        found = narrowed().filter(public_id__gt=public_id).order_by("public_id")
        return list(found.values_list("public_id", "pk")[:count])

    sort = question.get("sort")
    if ranked is not None and sort not in ORDERS:
        found = set(narrowed().values_list("pk", flat=True))
        ids = [pk for pk in ranked if pk in found]
    else:
        ids = in_order(narrowed(), sort)
    return Results(
        question,
        initiatives,
        ids,
        count_facets=count_facets,
        show=partial(cards, catalogue=None),
        behind=behind,
    )
