"""What would become of each record of an import: found by doing it, and taking it back."""

from collections import defaultdict
from dataclasses import dataclass, field, replace

from django.db import DatabaseError
from django.db.models import Q

from core.history import last_row
from core.publishing.states import SETTLED
from portal.exchange.checking import check_documents, label_of
from portal.exchange.faults import ExchangeError, Fault
from portal.imports.answering import MINE, NEW, key_of
from portal.imports.differing import differences
from portal.imports.kinds import FILE_OF, called, texts
from portal.imports.looking import SHAPES, look
from portal.imports.models import ImportRow
from portal.imports.reading import MOST_RECORDS, read
from portal.imports.states import State
from portal.sheets.reading import TOO_MANY

MOST_FAULTS = 1_000  # that are kept and shown
MOST_CHANGES = 60  # of one record that are shown
NOTHING_LEFT = (
    "Every row has a fault, so that nothing would be left to import. Mend the file and upload it "
    "again."
)
OF_A_WHOLE = (
    "Some of these faults are of a file, a sheet or a column as a whole, so that they cannot be "
    "left out: mend them first."
)
What = ImportRow.What


@dataclass
class Sound:
    """What of an import can be written: checked records by file, and those that are left out."""

    read: object
    checked: dict
    raw: dict  # as read, in the same order
    faulty: dict = field(default_factory=dict)  # faults by file and label
    dropped: list = field(default_factory=list)  # triples of a file, a label and a record as read


def sound(job):
    """What of an import can be written. Raises ExchangeError if it is not to be.

    If its faulty rows were to be left out, and cannot be, the import says why.
    """
    found = read(job.files.all(), empties=job.empties, answers=job.answers)
    number = sum(map(len, found.documents.values()))
    if number > MOST_RECORDS:
        text = TOO_MANY.format(f"{number:,}", f"{MOST_RECORDS:,}")
        raise ExchangeError([Fault(job.name, "", "", text)])
    if not (found.faults or number or any(found.skipped.values())):
        text = "holds no record of a kind that is imported here"
        raise ExchangeError([Fault(job.name, "", "", text)])
    sieved = Sound(found, {}, dict(found.documents))
    own, others = of_records(sieved, found.faults)
    is_draft = drafts_among(found.documents)
    if found.faults and (others or not job.leaves_out or not leave_out(sieved, own)):
        job.said = OF_A_WHOLE if job.leaves_out else ""
        raise ExchangeError(every_fault(sieved, found.faults, is_draft))
    while True:
        try:
            sieved.checked = check_documents(sieved.raw, [], is_draft=is_draft)
        except ExchangeError as error:
            if not job.leaves_out or not leave_out(sieved, error.faults):
                job.said = OF_A_WHOLE if job.leaves_out else ""
                raise
        else:
            break
    if sieved.faulty and not any([*sieved.raw.values(), *found.skipped.values()]):
        job.said = NOTHING_LEFT
        raise ExchangeError([one for some in sieved.faulty.values() for one in some])
    return sieved


def every_fault(sieved, faults, is_draft):
    """Those of reading, and those that checking finds besides, so that all are told at once."""
    try:
        check_documents(sieved.raw, list(faults), is_draft=is_draft)
    except ExchangeError as error:
        return error.faults
    return faults


def drafts_among(documents):
    """A function that tells of a record whether it arrives as a draft, which may be incomplete.

    What readers see, or have seen, changes by drafts of changes, which say all that it has to.
    """
    known = {}
    for name, records in documents.items():
        objects = [record for record in records if isinstance(record, dict)]
        slugs, ids = ([one.get(key) for one in objects] for key in ("slug", "id"))
        settled = FILE_OF[name].shape.model._base_manager.filter(
            Q(slug__in=texts(slugs)) | Q(public_id__in=texts(ids)), publication__in=SETTLED
        )
        known[name] = {one for pair in settled.values_list("slug", "public_id") for one in pair}

    def is_draft(name, record):
        names = texts([record.get("slug"), record.get("id")])
        return name in known and known[name].isdisjoint(names)

    return is_draft


def of_records(sieved, faults):
    """Faults of single records, named by these, and those of files as a whole."""
    places = {
        place_of(record): (name, label_of(FILE_OF[name], number, record))
        for name, records in sieved.raw.items()
        for number, record in enumerate(records)
    }
    own, others = [], []
    for fault in faults:
        place = fault.place.rpartition(", column ")[0] or fault.place
        name, label = places.get(place, (fault.file.removesuffix(".json"), fault.record))
        if label:
            own.append(replace(fault, file=f"{name}.json", record=label))
        else:
            others.append(fault)
    return own, others


def leave_out(sieved, faults):
    """Drop the records that have these faults: whether that was possible."""
    by_record = defaultdict(list)
    for fault in faults:
        by_record[fault.file.removesuffix(".json"), fault.record].append(fault)
    is_left = False
    for name, records in sieved.raw.items():
        file, kept = FILE_OF[name], []
        for number, record in enumerate(records):
            label = label_of(file, number, record)
            if (name, label) in by_record:
                sieved.dropped.append((name, label, record))
                sieved.faulty[name, label] = by_record.pop((name, label))
                is_left = True
            else:
                kept.append(record)
        sieved.raw[name] = kept
    return is_left and not by_record


def check(job, progress):
    """Keep what would become of each record as rows, or all that is wrong: the state that follows.

    Nothing of the catalogue is changed.
    """
    progress("Reading", 0, 0)
    job.rows.all().delete()
    job.faults, job.number_of_faults, job.asked, job.found = [], 0, {}, {}
    job.seen = last_row()
    try:
        sieved = sound(job)
    except ExchangeError as error:
        keep_faults(job, error.faults)
        return State.FAULTY
    keep_faults(job, [one for some in sieved.faulty.values() for one in some])
    try:
        rows = looked_at(job, sieved, progress)
    except DatabaseError as error:
        refusal = str(error).strip().splitlines()[0]
        keep_faults(job, [Fault(job.name, "", "", f"The database refuses it: {refusal}")])
        return State.FAULTY
    keep_rows(job, rows)
    job.said = " ".join(filter(None, [job.said, *sieved.read.notes]))
    return State.READY


def looked_at(job, sieved, progress):
    """What would become of each record now, as ImportRows that are not kept yet."""
    job.asked = {}
    looked, linked = look(job, sieved.checked, progress)
    return [*rows_of(job, sieved, looked), *linked_rows(linked)]


def keep_rows(job, rows):
    """Keep what the page of an import shows."""
    job.rows.all().delete()
    for number, row in enumerate(rows):
        row.of, row.number = job, number
    ImportRow.objects.bulk_create(rows, batch_size=500)
    job.count_rows()


def keep_faults(job, faults):
    job.number_of_faults = len(faults)
    job.faults = [
        [one.place or one.file, one.record, "" if one.place else one.key, one.text]
        for one in faults[:MOST_FAULTS]
    ]


def rows_of(job, sieved, looked):
    """What the page shows of each record, in the order of the format."""
    for name, label, record in sieved.dropped:
        faults = [said_of(one) for one in sieved.faulty[name, label]]
        yield ImportRow(
            file=name,
            record=label[:200],
            name=label[:400],
            place=place_of(record),
            what=What.FAULTY,
            faults=faults,
        )
    for name, records in sieved.read.skipped.items():
        for record in records:
            yield ImportRow(
                file=name,
                record=called(record),
                name=called(record),
                place=place_of(record),
                what=What.SKIPPED,
                answer=job.answers.get(key_of(name, called(record)), ""),
            )
    for name, records in sieved.raw.items():
        for record in records:
            one = looked[name, record["slug"]]
            answer = job.answers.get(key_of(name, called(record)), "")
            changes = differences(FILE_OF[name].shape, one.before or {}, one.after)
            exported = sieved.read.versions.get((name, called(record)))
            yield ImportRow(
                file=name,
                record=called(record),
                name=title_of(one.after),
                place=place_of(record),
                what=what_it_is(one, changes, answer, exported),
                answer=answer,
                changes=changes[:MOST_CHANGES],
                twins=one.twins if answer != NEW else [],
                faults=one.errors,
                version=one.version,
                kind=FILE_OF[name].shape.model._meta.model_name,
                row_id=one.key if one.before is not None else None,
            )


def said_of(fault):
    """A fault in a line: of sheets in the words of these."""
    return f"{fault.place}: {fault.text}" if fault.place else str(fault)


def linked_rows(linked):
    """What the page shows of records that no file has, and that change with those that one has."""
    for (kind, key), one in linked.items():
        changes = differences(SHAPES[one.model], one.before, one.after)
        if changes:
            yield ImportRow(
                file="",
                record=f"{kind} {key}",
                name=one.name[:400],
                what=What.LINKED,
                changes=changes[:MOST_CHANGES],
                version=one.version,
                kind=kind,
                row_id=key,
            )


def what_it_is(one, changes, answer, exported):
    if one.before is None:
        return What.TWIN if one.twins and answer != NEW else What.NEW
    if not changes:
        return What.UNCHANGED
    is_older = exported and exported != one.version
    return What.CONFLICT if is_older and answer != MINE else What.CHANGED


def title_of(record):
    return (record.get("title") or record.get("name") or record["slug"])[:400]


def place_of(record):
    return record.place("")[:200] if hasattr(record, "place") else ""
