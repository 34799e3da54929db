"""What records become by an import: everything is written, read, and taken back."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db import transaction

from core import revision
from core.admin.versions import versions
from core.history import current_edit, recorded
from core.models.history import Edit, EditedRow
from core.models.publication import PublicationState
from core.publishing import gate
from core.publishing.findings import CHECKS, ERROR
from core.publishing.findings import findings as findings_on
from core.publishing.pairs import asked, kinds
from initiatives.models import Source
from portal.exchange.catalogue import SOURCE
from portal.exchange.exporting import AT_ONCE, SourceNumbers, records_held
from portal.exchange.writing import write
from portal.imports.kinds import FILE_OF, FILE_OF_MODEL

SHAPES = {model: FILE_OF[name].shape for model, name in FILE_OF_MODEL.items()} | {Source: SOURCE}


@dataclass
class Looked:
    """What a record is before and after, and what there is to say of it."""

    before: dict | None
    after: dict
    key: int
    version: str = ""
    twins: list = field(default_factory=list)
    errors: list = field(default_factory=list)


@dataclass
class Linked:
    """What becomes of a record that no file has, and that changes with one: a source, say."""

    model: type
    name: str
    before: dict
    after: dict
    version: str = ""


def look(job, documents, progress):
    """Looked by file and slug, and Linked by kind and key: everything is written and taken back."""
    slugs = {name: [one["slug"] for one in records] for name, records in documents.items()}
    before = {name: held(name, some) for name, some in slugs.items()}
    found, total, done = {}, sum(map(len, slugs.values())), 0

    def count(number):
        nonlocal done
        done += number
        progress("Trying it out", done, total)

    present = {name: state_of(name, some) for name, some in slugs.items()}
    with revision.aside(), recorded(Edit.Way.IMPORT, user=job.user), transaction.atomic():
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
        else:
            note_what_is_missing(tallies, found)
        linked = after_all(found)
        transaction.set_rollback(True)
    return found, with_what_was(linked)


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


def after_all(found):
    """What has changed besides what was found, as Linked by kind and key, as it is now.

    What the row of a record says already, of a source that it has cited before, is none.
    """
    said = {
        source.get("id")
        for one in found.values()
        for source in (one.before or {}).get("sources", ())
    }
    files = defaultdict(set)
    for (name, _), one in found.items():
        files[FILE_OF[name].shape.model].add(one.key)
    rows = EditedRow.objects.filter(edit=current_edit())
    linked = {}
    for model, shape in SHAPES.items():
        kind = model._meta.model_name
        touched = rows.filter(owner_kind=kind).exclude(owner_id__in=files[model])
        keys = set(touched.values_list("owner_id", flat=True))
        new = rows.filter(table_name=model._meta.db_table, before__isnull=True, row_id__in=keys)
        keys -= set(new.values_list("row_id", flat=True))
        for key, name, record in held_by_key(shape, keys):
            if model is not Source or record.get("id") not in said:
                linked[kind, key] = Linked(model, name, {}, record)
    return linked


def held_by_key(shape, keys):
    """Triples of the key, the name and what the catalogue holds of some records."""
    for row in shape.queryset(drafts=True).filter(pk__in=keys).order_by("pk"):
        yield row.pk, str(row), shape.plain(row, SourceNumbers(row, drafts=True))


def with_what_was(linked):
    """The same Linked with what they are before; the writing has been taken back."""
    by_model = defaultdict(list)
    for (_, key), one in linked.items():
        by_model[one.model].append(key)
    for model, keys in by_model.items():
        known = versions(model, keys)
        for key, name, record in held_by_key(SHAPES[model], keys):
            one = linked[model._meta.model_name, key]
            one.name, one.before, one.version = name, record, known.get(key, "")
    return linked


def note_what_is_missing(tallies, found):
    """Note of each record what keeps it from its readers: as a draft it may lack that."""
    for name, some in by_file(found).items():
        tally = tallies[name]
        keys = tally.created | tally.touched
        lacking = findings_on(FILE_OF[name].shape.model, keys, alone=ERROR)
        for one in some:
            one.errors = [finding.text for finding in lacking.get(one.key, ())]


def by_file(found):
    """Lists of Looked, by the names of their files."""
    files = defaultdict(list)
    for (name, _), one in found.items():
        files[name].append(one)
    return files


def ask_gate(job, tallies, found):
    """Note what keeps a record from its readers, and what an editor is asked before."""
    promises = {one.name: one.promise for one in CHECKS}
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
