"""What the template says in words: its guide, and a note for each column."""

from portal.exchange.keys import Lines
from portal.exchange.special_keys import SourceNumber
from portal.exchange.values import Line
from portal.sheets.layout import OWNER, VERSION
from portal.sheets.lists import choices_of, takes_several, target_of

TEXT = """\
What this is: A workbook for records of the catalogue: initiatives, organizations, people,
documents and forums.

How it works: One sheet for each kind of record, one row for each record. What a record has
several of (figures, partners, replications, sources ...) stands on a sheet of its own: its
first column says which record each row belongs to.

Short name: By it a record is known, and others name it: lower-case letters, digits and single
hyphens, such as seeds-for-all. It stays the same for ever.

Columns: Columns with a star have to be filled in before a record is published. Columns may
stand in any order, and those that you do not need may be deleted: what a column would say is
then left as it is. Do not rename them.

Sheets: Sheets that you do not need may be deleted, too.

Several in a cell: Put a semicolon between them: Ethiopia; Kenya. Texts in a list (key messages,
points) end with a semicolon at the end of a line.

Countries and words: Choose from the list that the cell offers. Codes and short names are
understood, too: KEN, replicated.

Sources: Put each source on the sheet of sources of its record. A figure, milestone or
replication names its source by the web address that stands there.

The sheet Sources: Only an export has it. It changes sources that are there, for all who cite
them.

Dates: As exact as the source: 2014-11-19, 2014-11 or 2014. March 2016 is understood; 3/4/2016
is not, since it can be two days.

Numbers: Written out: 25000000, not 25 million.

Formulas: They are not worked out again: what your program has last shown is read. Merged cells
are not read.

Id and version: An export has written them: the id says which row it is, the version whether
somebody has changed the record since. Leave them as they are; leave them empty in new rows.

Examples: Rows that begin with “example:” are not read. You may delete them.

What happens: At the import you see of each row what is new, what would change, and what is
wrong and where. Nothing is taken in before you say so.
"""
# Pairs of what a paragraph is about, and what it says.
ABOUT = [" ".join(part.split()).split(": ", 1) for part in TEXT.split("\n\n")]


def note_of(column):
    """What belongs into a column, in one or two sentences of at most 255 signs."""
    if column.use == OWNER:
        return f"Short name or id of the {column.heading.lower()} that the row belongs to."
    if column.use == VERSION:
        return "Leave it as the export wrote it, and empty for new records."
    said = [*kind_of(column), "It has to be filled in before the record is published."]
    return " ".join(said if column.is_required else said[:-1])


def kind_of(column):
    """What may stand in a column, in sentences."""
    key = column.key
    if column.name == "id":
        yield "Leave it as the export wrote it, and empty for new rows."
    elif column.name == "slug":
        yield "Lower-case letters, digits and single hyphens: seeds-for-all. It never changes."
    elif isinstance(key, SourceNumber):
        yield "Web address of the source, as it stands on the sheet of sources."
    elif isinstance(key, Lines):
        yield "Several texts: each ends with a semicolon at the end of a line."
    elif target_of(key):
        several = takes_several(key)
        if choices_of(column):
            yield "From the list" + ("; several with semicolons between." if several else ".")
        else:
            what = str(target_of(key)[0]._meta.verbose_name)
            yield f"Short name of the {what}" + ("; several with semicolons." if several else ".")
    elif choices_of(column):
        yield "From the list."
    else:
        value = getattr(key, "value", None)
        due = getattr(value, "due", "a text of one line")
        yield f"{due[0].upper()}{due[1:]}."
        if isinstance(value, Line) and value.limit:
            yield f"At most {value.limit} signs."
