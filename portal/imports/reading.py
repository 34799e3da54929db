"""The records of what was uploaded: from sheets, or from files of the exchange format.

Whatever keeps something from being read is a Fault, so that all of them are told at once.
"""

import io
import zipfile
import zlib
from dataclasses import dataclass, field
from lzma import LZMAError

from initiatives.models import Country
from portal.exchange.exporting import records_held
from portal.exchange.faults import Fault
from portal.exchange.reading import parse_list
from portal.imports.answering import apply
from portal.imports.kinds import FILE_OF, KINDS, called, has_slug, texts
from portal.sheets import guard
from portal.sheets import reading as sheets
from portal.sheets.assembling import SheetRecord
from portal.sheets.faults import SheetError
from portal.sheets.merging import CLEAR, KEEP, as_read, completed

LARGEST = 60_000_000  # bytes of what a ZIP holds, unpacked
MOST_FILES = 50  # in a ZIP
MOST_RECORDS = 10_000  # of one import
AT_ONCE = 200  # records of the catalogue that are read together
UNPACKABLE = (  # what reading a ZIP raises, by the way in which its parts are packed
    zipfile.BadZipFile,
    zlib.error,
    LZMAError,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
    RuntimeError,
)
NOT_OURS = "is none of the files that are imported here; those are {}"
NO_TEXT = "the slug of record {} holds a sign that is no part of any text"
FROM_SOURCES = ("source", "status_source")  # keys that hold the place of a source


@dataclass
class Read:
    """What was uploaded: lists of records by the name of their file, and what cannot be read.

    versions: by file and slug, that of the catalogue from which a row was exported, if it says so.
    skipped: by file, the records that somebody has chosen to leave out. notes: what is to be known,
    though nothing is wrong.
    """

    documents: dict = field(default_factory=dict)
    faults: list = field(default_factory=list)
    versions: dict = field(default_factory=dict)
    skipped: dict = field(default_factory=dict)
    notes: list = field(default_factory=list)


def read(files, *, empties, answers):
    """What some ImportFiles hold, as Read.

    empties: whether what a file leaves out of a record that is there is emptied; else it stays.
    answers: what was chosen for single records, which is so before anything is filled in.
    """
    found, separate = Read(), []
    for file in files:
        name, content = file.name, bytes(file.content)
        if name.lower().endswith(".csv"):
            separate.append((name, content))
        elif name.lower().endswith(".json"):
            read_json(name, content, found)
        elif name.lower().endswith(".zip") and is_json_inside(content):
            read_zip(name, content, found)
        else:
            read_sheets(name, content, found, empties)
    if len(separate) == 1:
        read_sheets(*separate[0], found, empties)
    elif separate:
        read_sheets("files.zip", together(separate), found, empties)
    found.skipped = apply(found.documents, answers)
    complete(found, empties)
    let_origins_take_part(found.documents.get("initiatives", ()))
    return found


def together(files):
    """Files of CSV as one, since the rows of a record stand in several."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files:
            archive.writestr(name.rpartition("/")[2], content)
    return out.getvalue()


def is_json_inside(content):
    """Whether a ZIP holds files of the exchange format."""
    try:
        guard.check_directory(io.BytesIO(content))  # before its list of parts goes into memory
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return any(one.filename.endswith(".json") for one in archive.infolist())
    except (SheetError, zipfile.BadZipFile, ValueError, NotImplementedError):
        return False  # and what reads sheets says why


def read_zip(name, content, found):
    """Add to what was read the files of the exchange format in a ZIP."""
    try:
        for inside, text in members(content):
            read_json(inside, text, found)
    except UNPACKABLE as error:
        found.faults.append(Fault(name, "", "", f"cannot be unpacked: {error}"))


def read_sheets(name, content, found, empties):
    """Add to what was read the sheets of a workbook, of CSV, or of a ZIP of such."""
    documents, faults, notes = sheets.documents(
        io.BytesIO(content), name, empty=CLEAR if empties else KEEP, most=MOST_RECORDS
    )
    found.faults += faults
    found.notes += map(str, notes)
    for kind, records in documents.items():
        found.documents.setdefault(kind, []).extend(records)
        for record in filter(has_slug, records):
            if record.version:
                found.versions[kind, record["slug"]] = record.version


def members(content):
    """The files in a ZIP. Raises ValueError if they are too many, or too large unpacked."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        inside = [one for one in archive.infolist() if is_ours(one)]
        if len(inside) > MOST_FILES:
            raise ValueError(f"it holds {len(inside)} files; at most {MOST_FILES} are read")
        left = LARGEST
        for one in inside:
            with archive.open(one) as file:
                text = file.read(left + 1)
            left -= len(text)
            if left < 0:
                raise ValueError(f"what it holds has more than {LARGEST // 1_000_000} MB")
            yield one.filename.rpartition("/")[2], text


def is_ours(member):
    """Whether a member of a ZIP is a file that somebody put there, and not her computer."""
    name = member.filename.rpartition("/")[2]
    return not (member.is_dir() or name.startswith(".") or member.filename.startswith("__MACOSX"))


def read_json(name, content, found):
    """Add to what was read the records of one file of the exchange format."""
    kind = name.removesuffix(".json")
    if kind not in FILE_OF or not name.endswith(".json"):
        names = ", ".join(f"{one}.json" for one in KINDS)
        found.faults.append(Fault(name, "", "", NOT_OURS.format(names)))
    elif kind in found.documents:
        found.faults.append(Fault(name, "", "", "is here twice"))
    else:
        try:
            records = parse_list(content)
        except ValueError as error:
            found.faults.append(Fault(name, "", "", str(error)))
            return
        for number, record in enumerate(records, start=1):
            if has_slug(record) and not is_text(record["slug"]):
                found.faults.append(Fault(name, "", "", NO_TEXT.format(number)))
                return
        found.documents[kind] = records


def is_text(value):
    """Whether the database can keep a text: JSON has ways to write what is none."""
    return "\0" not in value and not any("\ud800" <= sign <= "\udfff" for sign in value)


def complete(found, empties):
    """Lay what was read over what the catalogue holds, where that is left out.

    Few records of the catalogue are in memory at a time.
    """
    for name, records in found.documents.items():
        for start in range(0, len(records), AT_ONCE):
            some = records[start : start + AT_ONCE]
            held = records_held(FILE_OF[name], {one["slug"] for one in some if has_slug(one)})
            for number, record in enumerate(some, start):
                if not has_slug(record):
                    continue
                there = held.get(record["slug"])
                if isinstance(record, SheetRecord):
                    records[number] = completed(record, there, found.faults)
                    records[number].called = called(record)
                elif there and not empties:
                    records[number] = filled(record, there)


def let_origins_take_part(initiatives):
    """Have the countries where an initiative began take part in it, as the desk does."""
    known = set(Country.objects.values_list("iso3", flat=True)) if initiatives else ()
    for record in filter(has_slug, initiatives):
        origins, others = (
            record.get(name, []) for name in ("origin_countries", "participating_countries")
        )
        if isinstance(origins, list) and isinstance(others, list):
            missing = [one for one in known.intersection(texts(origins)) if one not in others]
            if missing:
                record["participating_countries"] = [*others, *sorted(missing)]


def filled(record, held):
    """A record as read, with what the catalogue holds for the keys that it leaves out."""
    held = as_read(held)
    kept = {name: value for name, value in held.items() if name not in record}
    sources = record.get("sources")
    if isinstance(sources, list) and "sources" in held:
        record["sources"] = renumber(kept, list(sources), held["sources"])
    for name, value in kept.items():
        record.setdefault(name, value)
    return record


def renumber(kept, sources, former):
    """Let what is kept count by another list of sources; the list, with what is lacking in it."""
    places = {one.get("url"): n for n, one in enumerate(sources) if isinstance(one, dict)}

    def place(number):
        url = former[number]["url"]
        if url not in places:
            places[url] = len(sources)
            sources.append(former[number])
        return places[url]

    def go(value):
        if isinstance(value, list):
            for one in value:
                go(one)
        elif isinstance(value, dict):
            for name, one in value.items():
                if name in FROM_SOURCES and isinstance(one, int):
                    value[name] = place(one)
                else:
                    go(one)

    go(kept)
    return sources
