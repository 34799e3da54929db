"""What sheets say of a record, laid over what the catalogue holds: a whole one for exchange.

Objects of a list are known by their id; without one, by what tells them apart in the format (the
web address of a source, both countries and the stage of a replication), or by saying the same.
"""

from dataclasses import replace
from decimal import Decimal

from initiatives.models import Source
from portal.exchange.faults import Fault
from portal.exchange.keys import Children
from portal.exchange.reading import Record
from portal.exchange.special_keys import SourceNumber, Sources
from portal.sheets.assembling import SheetRecord
from portal.sheets.faults import shown
from portal.sheets.layout import FILES_BY_NAME

KEEP, CLEAR = "keep", "clear"  # what an empty cell does


def completed(said, held, faults):
    """The whole of a SheetRecord, as exchange checks and writes it; its `place` holds of its keys.

    held: the record of the exchange format that the catalogue holds, or None. faults: a list, to
    which claims are added whose source is not among those of the record.
    """
    shape = FILES_BY_NAME[said.kind].shape
    there = as_read(held or {})
    there = with_addresses(shape, there, sources_of(there))
    record, origin = laid_over(shape, said, there, origin=said.origin, row=said)
    whole = SheetRecord({}, kind=said.kind, origin=origin, words=said.words, version=said.version)

    def report(key, text):
        file = FILES_BY_NAME[said.kind].filename
        faults.append(Fault(file, said["slug"], key, text, whole.place(key)))

    addresses = {url: number for number, url in enumerate(sources_of(record))}
    moved = {
        source["id"]: source.get("url") for source in record.get("sources", []) if "id" in source
    }
    for source in there.get("sources", []):  # claims name one by the address that it had
        if source["url"] not in addresses and moved.get(source.get("id")) in addresses:
            addresses[source["url"]] = addresses[moved[source["id"]]]
    whole.update(with_numbers(shape, record, addresses, report))
    return whole


def as_read(value):
    """A record of the catalogue as if it had been read from a file."""
    if isinstance(value, dict):
        return Record({name: as_read(one) for name, one in value.items()})
    if isinstance(value, list):
        return [as_read(one) for one in value]
    return Decimal(repr(value)) if isinstance(value, float) else value


def sources_of(record):
    """The addresses of the sources of a record, in their order."""
    sources = record.get("sources") or []
    return [source.get("url") for source in sources]


def is_list(key):
    """Whether a key holds objects, which have a sheet of their own."""
    return isinstance(key, Children | Sources)


def shape_in(key):
    """The shape of the objects of a list."""
    return key.shared if isinstance(key, Sources) else key.shape


def with_addresses(shape, record, addresses):
    """A record whose claims name their sources by address."""
    changed = Record(record)
    for key in shape.keys:
        value = record.get(key.name)
        if isinstance(key, SourceNumber) and isinstance(value, int):
            changed[key.name] = addresses[value]
        elif isinstance(key, Children) and value:
            changed[key.name] = [with_addresses(key.shape, one, addresses) for one in value]
    return changed


def with_numbers(shape, record, addresses, report, path=""):
    """A record whose claims name their sources by the place in its list; faults are reported."""
    changed = Record(record)
    for key in shape.keys:
        value = record.get(key.name)
        here = f"{path}{key.name}"
        if isinstance(key, SourceNumber) and value is not None:
            if value in addresses:
                changed[key.name] = addresses[value]
            else:
                del changed[key.name]
                text = f"{shown(value)} is none of the web addresses of its sources; add it there"
                report(here, text)
        elif isinstance(key, Children) and value:
            changed[key.name] = [
                with_numbers(key.shape, one, addresses, report, f"{here}[{number}].")
                for number, one in enumerate(value)
            ]
    return changed


def laid_over(shape, said, there, *, origin, row, path=()):
    """What is said of an object, over what is there where nothing is said; and its Origin.

    origin: where it is said; None for an object that the file does not have.
    """
    record = Record()
    found = replace(origin, parts={}, names={}) if origin else None
    for key in shape.keys:
        name = key.name
        if is_list(key):
            lines = zip(
                said.get(name, []), origin.parts.get(name, []) if origin else [], strict=True
            )
            entries = entries_of(key, list(lines), there.get(name, []), row, (*path, name))
            if entries:
                record[name] = [entry for entry, _ in entries]
            if found:
                found.parts[name] = [place for _, place in entries]
                found.names[name] = [entry.get("slug") for entry, _ in entries]
        elif name in said:
            if said[name] not in (None, []):
                record[name] = said[name]
        elif name in there:
            record[name] = there[name]
    return record, found


def entries_of(key, lines, there, row, path):
    """Pairs of an object of a list and its Origin, those that the file does not have included.

    They stand in the order of a sheet that has all that are there; else its new ones are last.
    """
    shape = shape_in(key)
    matches = matched(shape, [entry for entry, _ in lines], there)
    kept = set(range(len(there))) - set(matches)
    if path in row.listed and row.empty == CLEAR:
        kept = set()
    said = [
        laid_over(
            shape, entry, {} if match is None else there[match], origin=place, row=row, path=path
        )
        for (entry, place), match in zip(lines, matches, strict=True)
    ]
    if not kept and path in row.listed:
        return in_order(said)
    by_match = {match: pair for match, pair in zip(matches, said, strict=True) if match is not None}
    old = [
        by_match.get(number) or laid_over(shape, {}, entry, origin=None, row=row, path=path)
        for number, entry in enumerate(there)
        if number in kept or number in by_match
    ]
    new = [pair for match, pair in zip(matches, said, strict=True) if match is None]
    return in_order([*old, *new])


def in_order(pairs):
    """Pairs of an object and its Origin by the number that objects such as sessions have."""
    numbered = all(isinstance(entry.get("order"), int) for entry, _ in pairs)
    return sorted(pairs, key=lambda pair: pair[0]["order"]) if numbered else pairs


def matched(shape, lines, there):
    """For each object of a file the place in the list of the one that is there, or None."""
    matches, left = [None] * len(lines), dict(enumerate(there))
    for names in (("id",), tells_apart(shape), ()):
        for place, line in enumerate(lines):
            if matches[place] is not None or (names and not all(line.get(name) for name in names)):
                continue
            asked = names or [name for name, value in line.items() if not isinstance(value, list)]
            if line.get("id") and not names:
                continue  # it is another one, whatever it says
            found = next(
                (n for n, entry in left.items() if all(same(entry, line, name) for name in asked)),
                None,
            )
            if found is not None:
                matches[place] = found
                del left[found]
    return matches


def same(entry, line, name):
    """Whether two objects say the same of a key; to empty it is to say nothing."""
    return entry.get(name) == line.get(name)


def tells_apart(shape):
    """The keys that stand together once in a list of these objects."""
    if any(key.name == "slug" for key in shape.keys):
        return ("slug",)
    return shape.once or (("url",) if shape.model is Source else ())
