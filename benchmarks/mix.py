"""What a simulation takes for given: what is asked, how often, what it costs, and how large it is.

Figures of this portal are measured, and say where; those of readers are assumptions, to be changed
for readers of one's own. All of them stand here.
"""

from dataclasses import dataclass, fields, replace
from math import log10


@dataclass(frozen=True)
class Kind:
    """One kind of requests.

    share: of all requests. addresses: how many different ones there are, for a catalogue of so many
    records; None where none is asked for twice. skew: the exponent of Zipf's law by which they are
    asked for; 0 for all alike. cost: its name in Costs. kilobytes: of one answer as it is kept.
    """

    name: str
    share: float
    addresses: object
    skew: float
    cost: str
    kilobytes: float = 7.0


FRONT_SECONDS = 1.0  # s-maxage, which all pages have
SHARED_SECONDS = 3600.0  # for which the shared cache keeps a page
DESK = 0.5  # requests a second of curators, however many readers there are; nothing keeps them
ONCE = "searches asked once"
# Assumed. The skew of what people read on the web lies between 0.6 and 0.9 (Breslau and others,
# "Web caching and Zipf-like distributions", 1999); a harvester asks for all alike.
MIX = (
    Kind("pages of records", 0.45, lambda records: records, 0.8, "page"),
    Kind("home, lists, countries, themes", 0.21, lambda records: 400, 0.8, "list", 18),
    Kind("searches that many ask", 0.10, lambda records: 2_000, 0.8, "search"),
    Kind(ONCE, 0.10, None, 0, "search"),
    Kind("records in the API", 0.10, lambda records: records, 0, "record", 2),
    Kind("feeds", 0.04, lambda records: 40, 0.5, "list", 10),
)


def mix_with(once):
    """The same mix with another share of searches that are asked once."""
    rest = 1 - sum(kind.share for kind in MIX if kind.name == ONCE)
    return tuple(
        replace(kind, share=once if kind.name == ONCE else kind.share * (1 - once) / rest)
        for kind in MIX
    )


@dataclass(frozen=True)
class Costs:
    """Milliseconds of processors, the database's among them, for one answer.

    page, list, search, record, desk: made, compressed and all. kept: from the memory of a process.
    shared: from the cache that processes share. proxy: what nginx spends on whatever reaches us.
    """

    page: float
    list: float
    search: float
    record: float
    desk: float
    kept: float = 0.36  # docs/performance.md, results, warm
    shared: float = 0.55  # and 0.14 for the question to Redis, 0.03 for the seal: docs/caching.md
    proxy: float = 0.11  # docs/caching.md, what was measured of caches in front

    def of(self, kind):
        """What it costs to make an answer of a kind."""
        return getattr(self, kind.cost)


# docs/performance.md. 10,000: "pages that nobody has kept" has page, record and desk, the results
# have list (the home page) and search. 100,000: the results have list and search; what does not
# grow with the catalogue is as at 10,000, and so is the desk, which has not been measured there.
MEASURED_COSTS = {
    10_000: Costs(page=16.8, list=19.0, search=20.2, record=5.5, desk=164),
    100_000: Costs(page=16.8, list=84.7, search=26.5, record=5.5, desk=164),
}
# What an edit costs each process beside pages, for its index and what many pages share:
# docs/caching.md, a cache that processes share.
EDIT_MS = 1000.0


def costs_for(records):
    """Costs for a catalogue of any size: those measured, or on the line that they lie on.

    Between and beyond what was measured each grows by a power of the size; below it stays.
    """
    small, large = MEASURED_COSTS[10_000], MEASURED_COSTS[100_000]
    decades = max(0.0, log10(records / 10_000))
    return Costs(
        **{
            field.name: getattr(small, field.name)
            * (getattr(large, field.name) / getattr(small, field.name)) ** decades
            for field in fields(Costs)
        }
    )


@dataclass(frozen=True)
class Size:
    """What a catalogue of one size takes.

    process_mb: memory of a process, pages left out; mapped_mb: of its index what the processes of
    a machine share; index_seconds: until an index is built where there is none; restart_seconds:
    until a process that starts beside one answers from it;
    database_mb: as restored; dump_mb: of pg_dump in its custom form; dump_seconds and
    restore_seconds: of one processor, client and server together; files_mb: a set of the files of
    each day.
    """

    process_mb: float
    mapped_mb: float
    index_seconds: float
    restart_seconds: float
    database_mb: float
    dump_mb: float
    dump_seconds: float
    restore_seconds: float
    files_mb: float


# Memory and index: docs/performance.md, an index that the processes of a machine share; for 10,000
# by the processor. Files: docs/caching.md, files of each day, which were measured for 10,000 alone.
# Database, dump and restore: docs/sizing.md.
MEASURED_SIZES = {
    10_000: Size(
        process_mb=132,
        mapped_mb=27,
        index_seconds=6.5,
        restart_seconds=0.4,
        database_mb=199,
        dump_mb=29,
        dump_seconds=4.3,
        restore_seconds=7.0,
        files_mb=126,
    ),
    100_000: Size(
        process_mb=323,
        mapped_mb=235,
        index_seconds=38.6,
        restart_seconds=0.5,
        database_mb=1_690,
        dump_mb=269,
        dump_seconds=41,
        restore_seconds=62.5,
        files_mb=1_260,
    ),
}


def size_of(records):
    """Size of any catalogue: on the line through the two that were measured, in each figure."""
    (few, small), (many, large) = sorted(MEASURED_SIZES.items())
    share = (records - few) / (many - few)
    return Size(
        **{
            field.name: getattr(small, field.name)
            + share * (getattr(large, field.name) - getattr(small, field.name))
            for field in fields(Size)
        }
    )
