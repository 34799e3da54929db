"""What changed between two sets, as JSON Lines: with it a copy of the one becomes the other.

A line of what was created or changed has the whole record; of what was withdrawn what readers may
know of it; of what vanished no more than its id.
"""

from collections import defaultdict

from core.models import PublicRecord
from core.records.changes import changes
from portal.data.fields import plain
from portal.data.kinds import BY_MODEL, BY_NAME
from portal.data.lines import compressed, encoder

NAME = "changes.jsonl.gz"
AT_ONCE = 500  # records that are in memory
State = PublicRecord.State
FIELDS = {  # of a line: their types, and what they mean
    "kind": ("string", "The kind of record: the name of its file."),
    "id": ("string", "The id of the record. Lines of other days may tell of it, too."),
    "change": (
        "string",
        "Created, changed (or public again), withdrawn, or removed without a trace.",
    ),
    "record": ("object", "Of what was created or changed: the whole record, as in its file."),
    "state": ("string", "Of what was withdrawn: gone, archived or merged."),
    "slug": ("string", "Of what was withdrawn: the last part of its address."),
    "withdrawn": ("datetime", "When it was withdrawn."),
    "reason": ("string", "Why, where somebody has said so; else empty."),
    "merged_into": ("string", "The id of the record that took its place; else null."),
}


def write_changes(path, token, since):
    """Write what changed behind a Token; since: the moment of that."""
    is_last, has_forums = False, False
    with compressed(path) as file:
        while not is_last:
            page = changes(token, size=AT_ONCE)
            lines = list(lines_of(page.records, since))
            file.write(encoder.encode_lines(lines))
            has_forums = has_forums or any(line["kind"] == "forums" for line in lines)
            token, is_last = page.token, page.is_last
        if has_forums:
            file.write(encoder.encode_lines(series_lines()))


def series_lines():
    """Lines of all series: one is in the files as long as a forum of it is, changed or not."""
    kind = BY_NAME["series"]
    return [
        {"kind": kind.name, "id": record.public_id, "change": "changed"}
        | {"record": plain(kind.fields, record)}
        for some in kind.read()
        for record in some
    ]


def lines_of(records, since):
    """The lines of some rows of the table of public records."""
    said = said_by(record for record in records if record.state == State.PUBLIC)
    for record in records:
        kind = BY_MODEL[record.kind]
        line = {"kind": kind.name, "id": record.public_id}
        if record.state == State.VANISHED:
            yield line | {"change": "removed"}
        elif record.state != State.PUBLIC:
            yield line | {
                "change": "withdrawn",
                "state": record.state,
                "slug": record.slug,
                "withdrawn": record.withdrawn,
                "reason": record.reason,
                "merged_into": record.replaced_by and record.replaced_by.public_id,
            }
        elif content := said.get((record.kind, record.public_id)):
            change = "created" if record.first_published > since else "changed"
            yield line | {"change": change, "record": content}


def said_by(records):
    """By kind and id, what some public records say."""
    keys = defaultdict(list)
    for record in records:
        keys[record.kind].append(record.row_id)
    return {
        (name, record.public_id): plain(BY_MODEL[name].fields, record)
        for name, rows in keys.items()
        for record in BY_MODEL[name].reader.read(BY_MODEL[name].public().filter(pk__in=rows))
    }
