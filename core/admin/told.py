"""What the history has of a record, as a person reads it: fields by their labels, rows by name."""

from dataclasses import dataclass, field
from decimal import Decimal
from operator import attrgetter

from django.db import connection
from django.utils.text import Truncator, capfirst
from psycopg.sql import SQL, Identifier, Literal

from core.admin.naming import DECIDED_APART, LONGEST, label_of_field, names_of_rows
from core.admin.words import SAME, compared
from core.history.tables import columns_of, foreign_keys, made, models_by_table
from core.models.history import Edit, EditedRow

SHOWN = 20  # edits on a page
AROUND = 200  # characters that are shown on each side of a change
# What says when a row was written, or by which number it is known: nobody has typed it.
NOT_TOLD = {"id", "public_id", "created_at", "first_published_at"}
OUT_AGAIN, BACK = "Take it out again", "Bring it back"
NOW = SQL("SELECT {table}, id, to_jsonb(one) FROM {name} AS one WHERE id = ANY (%s)")
GONE = SQL(
    "SELECT * FROM (SELECT DISTINCT ON (table_name, row_id) table_name, row_id, before"
    " FROM portal_editedrow WHERE after IS NULL"
    " AND (table_name, row_id) IN (SELECT * FROM unnest(%s::text[], %s::bigint[]))"
    " ORDER BY table_name, row_id, id DESC) AS gone"
)


@dataclass
class Line:
    """One field: its label, the words that went and came, and the button that brings it back."""

    label: str
    words: list  # pairs as `compared` gives them, long stretches of the same cut
    token: str = ""
    button: str = "Bring back what it was"


@dataclass
class Block:
    """What became of the record itself, of a row, or of a choice: a title, a word, the lines."""

    title: str
    what: str = ""
    lines: list = field(default_factory=list)
    token: str = ""
    button: str = ""


@dataclass
class Told:
    """One edit of a record: the edit, and its Blocks."""

    edit: Edit
    blocks: list


def told(desk, key, page):
    """The edits of a record on a page of its history, newest first, and whether there are more."""
    rows = EditedRow.objects.of(desk.opts.model_name, key)
    numbers = rows.order_by("-edit").values_list("edit", flat=True).distinct()
    start = (page - 1) * SHOWN
    found = rows.filter(edit__in=numbers[start : start + SHOWN + 1]).select_related("edit")
    by_edit = {}
    for row in found:
        by_edit.setdefault(row.edit, []).append(row)
    edits = sorted(by_edit, key=lambda edit: -edit.pk)
    names = Names()
    names.learn({(row.table_name, row.row_id) for row in found if is_part(desk, row)})
    names.learn_of(found)
    if page > 1:
        names.go_back(rows.filter(edit__gt=max(by_edit, key=attrgetter("pk"), default=None)))
    teller, shown = Teller(desk, names), []
    for edit in edits[:SHOWN]:
        shown.append(Told(edit, teller.blocks(by_edit[edit])))
        names.go_back(by_edit[edit])
    return shown, len(edits) > SHOWN


def table(desk):
    return desk.model._meta.db_table


def is_part(desk, row):
    """Whether a row is one of those that the record has, and neither itself nor a choice."""
    model = models_by_table().get(row.table_name)
    return bool(model) and model is not desk.model and not model._meta.auto_created


def last_name(model, key):
    """What a record was called when it was deleted."""
    rows = EditedRow.objects.deletions().filter(table_name=model._meta.db_table, row_id=key)
    row = rows.last()
    return str(made(model, row.before)) if row else f"{model._meta.verbose_name} {key}"


class Names:
    """What rows are called: as they are, or as they were when they were deleted."""

    def __init__(self):
        self.rows = {}

    def learn(self, places):
        """Read rows by (table, id): one query for all."""
        models = models_by_table()
        asked = {place for place in places if place[0] in models} - self.rows.keys()
        if not asked:
            return
        by_table = {}
        for name, key in asked:
            by_table.setdefault(name, []).append(key)
        parts = [NOW.format(table=Literal(name), name=Identifier(name)) for name in by_table]
        values = [*by_table.values(), [name for name, _ in asked], [key for _, key in asked]]
        with connection.cursor() as cursor:
            cursor.execute(SQL(" UNION ALL ").join([*parts, GONE]).as_string(), values)
            read = EditedRow._meta.get_field("before").from_db_value
            for name, key, row in cursor.fetchall():
                self.rows.setdefault((name, key), read(row, None, connection))

    def learn_of(self, rows):
        """Read the records that rows of the history, and those known, name."""
        models = models_by_table()
        said = [(row.table_name, one) for row in rows for one in (row.before, row.after) if one]
        said += [(name, row) for (name, _), row in self.rows.items()]
        self.learn(
            {
                (column.related_model._meta.db_table, row[column.column])
                for name, row in said
                if name in models
                for column in foreign_keys(models[name])
                if row.get(column.column) is not None
            }
        )

    def go_back(self, rows):
        """Undo rows of the history, so that what they changed is called as it was before."""
        for row in sorted(rows, key=attrgetter("pk"), reverse=True):
            place = (row.table_name, row.row_id)
            if place in self.rows and row.before:
                self.rows[place] = self.rows[place] | row.before

    def of(self, model, key):
        """What a record is called."""
        row = self.rows.get((model._meta.db_table, key))
        return str(made(model, row)) if row else f"{model._meta.verbose_name} {key}, deleted"

    def title(self, model, row):
        """What a row says in short; what it names is known already."""
        record = made(model, row)
        for column in foreign_keys(model):
            other = self.rows.get((column.related_model._meta.db_table, row.get(column.column)))
            if other:
                setattr(record, column.name, made(column.related_model, other))
            elif row.get(column.column) is not None:
                return ""
        return Truncator(str(record)).chars(LONGEST)


class Teller:
    """Puts rows of the history into words, as the pages of one kind of records call things."""

    def __init__(self, desk, names):
        self.desk, self.names = desk, names

    def blocks(self, rows):
        """The Blocks of one edit: the record first, then its choices, then its rows."""
        own, choices, others = [], {}, {}
        for row in rows:
            model = models_by_table().get(row.table_name)
            if row.table_name == table(self.desk):
                own.append(self.record(row))
            elif model and model._meta.auto_created:
                self.choice(choices, model, row)
            elif row.before and row.after and row.after.keys() == {"position"}:
                _, nouns = names_of_rows(self.desk, model)
                others.setdefault(nouns, Block(f"The order of the {nouns}", "changed"))
            else:
                others[row.pk] = self.row(model, row)
        return [block for block in (*own, *choices.values(), *others.values()) if block]

    def record(self, row):
        lines = self.lines(self.desk.model, row)
        if row.before is None:
            return Block(f"The {self.desk.opts.verbose_name}", "added", lines)
        if row.after is None:
            return Block(f"The {self.desk.opts.verbose_name}", "deleted", lines)
        for line in lines:
            line.token = "" if line.token in DECIDED_APART else f"{row.pk}-{line.token}"
        return Block("", "", lines) if lines else None

    def choice(self, choices, model, row):
        """Add a record that was chosen, or is no more, to the Block of the choice."""
        choice = choice_of(model)
        block = choices.setdefault(choice.name, Block(capfirst(str(choice.verbose_name))))
        said = row.after or row.before
        name = self.names.of(choice.related_model, said[choice.m2m_reverse_name()])
        if row.before is None:
            line = Line("Added", list(cut("", name)), str(row.pk), OUT_AGAIN)
        else:
            line = Line("Removed", list(cut(name, "")), str(row.pk), BACK)
        block.lines.append(line)

    def row(self, model, row):
        """The Block of a row of its own, a figure say."""
        if model is None:
            return Block(row.table_name, "in a table that is no more")
        noun, _ = names_of_rows(self.desk, model)
        known = self.names.rows.get((row.table_name, row.row_id), {})
        title = self.names.title(model, known | (row.before or {}) | (row.after or {}))
        block = Block(f"{capfirst(noun)}: {title}" if title else capfirst(noun))
        lines = self.lines(model, row)
        block.token = str(row.pk)
        if row.before is None:
            block.what, block.button = "added", OUT_AGAIN
        elif row.after is None:
            block.what, block.button = "removed", BACK
        elif lines:
            block.what, block.token = "changed", ""
            for line in lines:
                line.token = f"{row.pk}-{line.token}"
        else:
            return None
        block.lines = lines
        return block

    def lines(self, model, row):
        """A Line for each field that a row of the history says, its column for a token."""
        columns = columns_of(model)
        owners = {
            column.column
            for column in foreign_keys(model)
            if column.related_model is self.desk.model and model is not self.desk.model
        }
        names = [name for name in columns if name in (row.before or {}) | (row.after or {})]
        names += sorted(((row.before or {}) | (row.after or {})).keys() - columns.keys())
        is_whole = row.before is None or row.after is None
        lines = []
        for name in names:
            if name in NOT_TOLD | owners or (is_whole and name == "position"):
                continue
            said = [(one or {}).get(name) for one in (row.before, row.after)]
            texts = [self.text(columns.get(name), value) for value in said]
            if any(texts):
                field = columns.get(name)
                label = label_of_field(model, field.name) if field else name.replace("_", " ")
                lines.append(Line(capfirst(label), list(cut(*texts)), "" if is_whole else name))
        return lines

    def text(self, column, value):
        """A value as a person reads it."""
        if value is None:
            return ""
        if column is not None and column.is_relation:
            return self.names.of(column.related_model, value)
        labels = dict(column.flatchoices) if column is not None else {}
        if isinstance(value, bool):
            labels = {True: "Yes", False: "No"}
        elif isinstance(value, list):
            value = "\n".join(map(str, value))
        elif isinstance(value, Decimal):
            value = f"{value:,}".removesuffix(".00")
        return str(labels.get(value, value))


def cut(before, after):
    """The words that went and came; what is the same, and far from any of them, is left out."""
    parts = compared(before, after)
    for place, (kind, text) in enumerate(parts):
        head = 0 if place == 0 else AROUND
        tail = 0 if place == len(parts) - 1 else AROUND
        is_long = kind == SAME and len(text) > head + tail + AROUND
        yield kind, f"{text[:head]} … {text[len(text) - tail :]}" if is_long else text


def choice_of(through):
    """The field of the choice that a table between two models holds."""
    choices = through._meta.auto_created._meta.many_to_many
    return next(one for one in choices if one.remote_field.through is through)
