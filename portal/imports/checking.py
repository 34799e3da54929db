"""What would become of each record of an import: found by doing it, and taking it back."""

from collections import defaultdict
from dataclasses import dataclass, field, replace

from django.db import DatabaseError, transaction

from core import revision
from core.admin.versions import versions
from core.models.publication import PublicationState
from core.publishing import gate
from core.publishing.findings import CHECKS
from core.publishing.pairs import asked, kinds
from portal.exchange.checking import check_documents, label_of
from portal.exchange.exporting import AT_ONCE, records_held
from portal.exchange.faults import ExchangeError, Fault
from portal.exchange.writing import write
from portal.imports.answering import MINE, NEW, key_of
from portal.imports.differing import differences
from portal.imports.kinds import FILE_OF, FILE_OF_MODEL, called
from portal.imports.models import ImportRow
from portal.imports.reading import read
from portal.imports.states import State

MOST_RECORDS = 10_000  # of one import
MOST_FAULTS = 1_000  # that are kept and shown
MOST_CHANGES = 60  # of one record that are shown
TOO_MANY = "{} records; at most {} are imported at once: divide them between several files"
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
    """What of an import can be written. Raises ExchangeError if it is not to be."""
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
    if found.faults and (others or not job.leaves_out or not leave_out(sieved, own)):
        raise ExchangeError(every_fault(sieved, found.faults))
    while True:
        try:
            sieved.checked = check_documents(sieved.raw, [])
        except ExchangeError as error:
            if not job.leaves_out or not leave_out(sieved, error.faults):
                raise
        else:
            return sieved


def every_fault(sieved, faults):
    """Those of reading, and those that checking finds besides, so that all are told at once."""
    try:
        check_documents(sieved.raw, list(faults))
    except ExchangeError as error:
        return error.faults
    return faults


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


@dataclass
class Looked:
    """What a record is before and after, and what there is to say of it."""

    before: dict | None
    after: dict
    key: int
    version: str = ""
    twins: list = field(default_factory=list)
    errors: list = field(default_factory=list)


def check(job, progress):
    """Keep what would become of each record as rows, or all that is wrong: the state that follows.

    Nothing of the catalogue is changed.
    """
    progress("Reading", 0, 0)
    job.rows.all().delete()
    job.faults, job.number_of_faults, job.asked, job.found = [], 0, {}, {}
    try:
        sieved = sound(job)
    except ExchangeError as error:
        keep_faults(job, error.faults)
        return State.FAULTY
    keep_faults(job, [one for some in sieved.faulty.values() for one in some])
    try:
        looked = look(job, sieved.checked, progress)
    except DatabaseError as error:
        refusal = str(error).strip().splitlines()[0]
        keep_faults(job, [Fault(job.name, "", "", f"The database refuses it: {refusal}")])
        return State.FAULTY
    rows = list(rows_of(job, sieved, looked))
    for number, row in enumerate(rows):
        row.of, row.number = job, number
    ImportRow.objects.bulk_create(rows, batch_size=500)
    job.count_rows()
    job.said = " ".join(filter(None, [job.said, *sieved.read.notes]))
    return State.READY


def keep_faults(job, faults):
    job.number_of_faults = len(faults)
    job.faults = [[one.place or one.file, one.record, one.key, one.text] for one in faults]
    job.faults = job.faults[:MOST_FAULTS]


def look(job, documents, progress):
    """Looked by file and slug: everything is written, read, and taken back."""
    slugs = {name: [one["slug"] for one in records] for name, records in documents.items()}
    before = {name: held(name, some) for name, some in slugs.items()}
    found, total, done = {}, sum(map(len, slugs.values())), 0

    def count(number):
        nonlocal done
        done += number
        progress("Trying it out", done, total)

    present = {name: state_of(name, some) for name, some in slugs.items()}
    with revision.aside(), transaction.atomic():
        tallies = write(documents, publication=PublicationState.DRAFT, progress=count)
        progress("Comparing", 0, total)
        for name, some in slugs.items():
            model = FILE_OF[name].shape.model
            keys = dict(model.objects.filter(slug__in=some).values_list("slug", "pk"))
            for start in range(0, len(some), AT_ONCE):
                after = held(name, some[start : start + AT_ONCE])
                for slug, record in after.items():
                    was = before[name].pop(slug, None)
                    found[name, slug] = Looked(was, record, keys[slug])
                    found[name, slug].version = present[name].get(slug, "")
        find_twins(tallies, found)
        if job.publishes:
            ask_gate(job, tallies, found)
        transaction.set_rollback(True)
    return found


def held(name, slugs):
    return records_held(FILE_OF[name], slugs)


def state_of(name, slugs):
    """By slug, the versions of those records that are there."""
    model = FILE_OF[name].shape.model
    keys = dict(model.objects.filter(slug__in=slugs).values_list("pk", "slug"))
    return {keys[key]: version for key, version in versions(model, list(keys)).items()}


def find_twins(tallies, found):
    """Note of each new record what it may be."""
    slugs = {(name, one.key): slug for (name, slug), one in found.items()}
    for model in kinds():
        name = FILE_OF_MODEL.get(model)
        if name not in tallies:
            continue
        new = model._base_manager.filter(pk__in=tallies[name].created)
        for key, finding in asked(model, new):
            other = model._base_manager.get(pk=finding.other.key)
            is_here = found.get((name, other.slug)) and found[name, other.slug].before is None
            twin = ["" if is_here else other.slug, str(other)]
            one = found[name, slugs[name, key]]
            if twin not in one.twins:
                one.twins.append(twin)


def ask_gate(job, tallies, found):
    """Note what keeps a record from its readers, and what an editor is asked before."""
    promises, number = {one.name: one.promise for one in CHECKS}, 0
    for name, tally in tallies.items():
        if name not in FILE_OF:
            continue
        model = FILE_OF[name].shape.model
        verdicts = gate.verdicts(model, list(tally.created | tally.touched))
        slugs = {one.key: slug for (file, slug), one in found.items() if file == name}
        for key, verdict in verdicts.items():
            found[name, slugs[key]].errors = [one.text for one in verdict.errors]
            for finding in verdict.asked:
                about = job.asked.setdefault(finding.check, [promises[finding.check], 0, []])
                about[1] += 1
                about[2] = [*about[2], f"{slugs[key]}: {finding.text}"][:3]
            number += 1


def rows_of(job, sieved, looked):
    """What the page shows of each record, in the order of the format."""
    for name, label, record in sieved.dropped:
        faults = [str(one) for one in sieved.faulty[name, label]]
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
