"""Taking checked records in: as drafts, and as drafts of changes to what readers see."""

from dataclasses import dataclass, field

from core.models.publication import PublicationState
from portal.exchange.writing import write
from portal.imports.drafting import drafts_of_changes, settled


@dataclass
class Arrived:
    """What came of an import: a Tally by kind of record, drafts of changes, and what stays.

    spared: by model, the keys of settled records that the files name.
    """

    tallies: dict
    drafts: list = field(default_factory=list)
    gone: list = field(default_factory=list)
    spared: dict = field(default_factory=dict)


def quietly(step, done, total):
    """Tell nobody how far it is."""


def arrive(documents, request, *, word="", progress=quietly):
    """Write checked documents so that readers see nothing of it, as Arrived.

    New records are drafts. Of those that an editor has decided on nothing changes: what the files
    say of them becomes drafts of changes.
    """
    total, done, spared = sum(map(len, documents.values())), 0, {}

    def count(number):
        nonlocal done
        done += number
        progress("Writing", done, total)

    def spares(model, keys):
        found = settled(model, keys)
        spared.setdefault(model, set()).update(found)
        return found

    tallies = write(documents, publication=PublicationState.DRAFT, spares=spares, progress=count)
    arrived = Arrived(tallies, spared={model: keys for model, keys in spared.items() if keys})
    if arrived.spared:
        arrived.drafts, arrived.gone = drafts_of_changes(documents, request, word, progress)
    return arrived
