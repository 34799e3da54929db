"""Checking a folder as a whole, before anything is written."""

from dataclasses import dataclass

from portal.exchange.catalogue import FILES
from portal.exchange.catalogue_rules import CATALOGUE_RULES
from portal.exchange.faults import ExchangeError, Location
from portal.exchange.known import Known
from portal.exchange.reading import Record, read_folder
from portal.exchange.record_rules import RECORD_RULES


@dataclass(frozen=True)
class Checked:
    """The sound part of a record, and the location to report what is wrong with it."""

    record: dict
    location: Location


def check_folder(path):
    """The records of a folder, by the name of their file, ready to be written.

    Raises ExchangeError with every fault if there is any, NotADirectoryError and
    FileNotFoundError if there is nothing to check.
    """
    return check_documents(*read_folder(path))


def nothing_waits(name, record):
    """Every record has all that readers are to see of it."""
    return False


def check_documents(documents, faults, *, is_draft=nothing_waits):
    """The same of lists of records as read, with what is known to be wrong with them already.

    is_draft: a function (name of the file, record) that tells which of them may lack what a draft
    may lack.
    """
    known = Known(documents)
    checked = {}
    for file in FILES:
        if file.name in documents:
            checked[file.name] = [
                check_record(file, number, record, faults, known, is_draft=is_draft)
                for number, record in enumerate(documents[file.name])
            ]
    for rule in CATALOGUE_RULES:
        rule(checked, known)
    if faults:
        order = [file.filename for file in FILES]
        faults.sort(
            key=lambda fault: (fault.file in order and order.index(fault.file), fault.record)
        )
        raise ExchangeError(faults)
    return {name: [entry.record for entry in entries] for name, entries in checked.items()}


def check_record(file, number, record, faults, known, *, is_draft=nothing_waits):
    """Check one record by itself."""
    is_object = isinstance(record, dict)
    label = label_of(file, number, record)
    top = record if is_object else Record()
    waits = is_object and is_draft(file.name, record)
    location = Location(faults, known, file.filename, label, top, is_draft=waits)
    sound = file.shape.clean(record, location)
    for rule in RECORD_RULES.get(file.name, []):
        rule(sound, location)
    return Checked(sound, location)


def label_of(file, number, record):
    """How faults name a record: by what identifies it, or else by its place."""
    identity = record.get(file.shape.keys[0].name) if isinstance(record, dict) else None
    is_name = isinstance(identity, str | int) and str(identity).isprintable() and str(identity)
    return str(identity) if is_name else f"record {number + 1}"
