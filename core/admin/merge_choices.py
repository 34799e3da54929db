"""What is to be chosen when two records become one: of each field, and which rows stand."""

from dataclasses import dataclass, field

from django.db.models import FileField
from django.utils.text import capfirst

from core.admin.naming import label_of_field
from core.admin.side_by_side import label_of_rows, said, said_by_row, sides
from core.admin.told import Names, Teller, choice_of
from core.admin.uses import Way
from core.history.tables import foreign_keys

STAYS, GOES = "stays", "goes"  # which record a choice takes something from
# The names of choices in the form begin so; and those of what it had shown.
FIELD, ROWS, ONE_OF, SHOWN = "field-", "rows-", "one-of-", "shown-"
NOT_ASKED = {"slug", "publication"}  # where the record that stays is, and where it stands


@dataclass(frozen=True)
class FieldChoice:
    """Fields that go together and in which the two differ: what each says, and what is taken."""

    fields: tuple
    label: str
    sides: tuple  # paragraphs of each record, the one that stays first, as a Line has them
    taken: str

    @property
    def name(self):
        return FIELD + self.fields[0].name


@dataclass
class RowChoice:
    """A row, of either record or of both, and whether it is to stand."""

    key: int
    text: str
    whose: str  # STAYS, GOES, or "" where both have it
    is_kept: bool = True


@dataclass
class OneOf:
    """Two rows that cannot both stand, and the key of the one that does."""

    model: type
    name: str
    pair: tuple  # RowChoices
    kept: int
    owner: object  # the record that has both then


@dataclass
class RowChoices:
    """All rows of one kind that the two records have."""

    model: type
    label: str
    rows: list = field(default_factory=list)
    one_of: list = field(default_factory=list)
    is_choice: bool = True  # whether single ones can be left out

    @property
    def name(self):
        return ROWS + self.model._meta.model_name

    @property
    def shown_name(self):
        return SHOWN + self.model._meta.model_name

    @property
    def shown(self):
        """The keys of the rows, as the form says what it has shown."""
        return ",".join(str(row.key) for row in self.rows)


class Choices:
    """All that a Plan asks, with what a form has sent; without that, what is chosen beforehand."""

    def __init__(self, desk, plan, post=None):
        self.desk, self.plan, self.post = desk, plan, post
        self.teller = Teller(desk, Names())
        self.same, self.fields = [], []
        for group in groups_of(desk):
            self.add_fields(group)
        self.rows = [self.choices_of(step) for step in self.steps_with_rows()]
        self.elsewhere = [
            one for step in plan.uses for one in self.one_of(step, self.read_alike(step))
        ]

    def add_fields(self, group):
        goes, stays = self.plan.goes, self.plan.stays
        label = ", ".join(label_of_field(self.desk.model, one.name) for one in group)
        if all(value_of(goes, one) == value_of(stays, one) for one in group):
            if not all(is_blank(stays, one) for one in group):
                self.same.append(label)
            return
        texts = [
            "\n".join(filter(None, (said(self.teller, record, one.name) for one in group)))
            for record in (stays, goes)
        ]
        takes_other = all(is_blank(stays, one) for one in group)
        taken = GOES if takes_other else STAYS
        sent = (self.post or {}).get(FIELD + group[0].name)
        taken = sent if sent in (STAYS, GOES) else taken
        self.fields.append(FieldChoice(group, label, sides(*texts), taken))

    def steps_with_rows(self):
        """Pairs of a Column of own rows and its Step, if the record that goes has some."""
        steps = {step.column: step for step in self.plan.own}
        return [
            (column, steps.get(column))
            for column in self.plan.columns
            if column.is_own and (column in steps or column.of(self.plan.stays).exists())
        ]

    def choices_of(self, column_and_step):
        """The RowChoices of one Column."""
        column, step = column_and_step
        model = column.model
        found = RowChoices(model, self.label(model), is_choice=not column.has_parts)
        equal = dict(step.equal) if step else {}
        if step and step.parts:
            equal = {plan.goes.pk: plan.stays.pk for plan in step.parts}
        both, alike = set(equal.values()), step.alike if step else {}
        left_out = self.left_out(found) if found.is_choice else set()
        rows = {row.pk: row for row in self.read(column)}
        for row in sorted(rows.values(), key=lambda row: self.is_of(column, row, self.plan.goes)):
            if row.pk in equal or row.pk in alike or row.pk in alike.values():
                continue
            whose = GOES if self.is_of(column, row, self.plan.goes) else STAYS
            whose = "" if row.pk in both else whose
            is_kept = str(row.pk) not in left_out
            found.rows.append(RowChoice(row.pk, self.text(column, row), whose, is_kept))
        found.one_of = list(self.one_of(step, rows)) if step else []
        return found

    def left_out(self, choices):
        """The keys, as texts, of rows that the form had shown and that were not ticked in it."""
        if self.post is None:
            return set()
        shown = self.post.get(choices.shown_name, "").split(",")
        return set(shown) - set(self.post.getlist(choices.name))

    def one_of(self, step, rows):
        """The questions which of two rows is to stand; rows: by key."""
        model = step.column.model
        for key, twin in step.alike.items():
            name = f"{ONE_OF}{model._meta.model_name}-{twin}"
            pair = tuple(
                RowChoice(one, self.text(step.column, rows[one]), whose)
                for one, whose in ((twin, STAYS), (key, GOES))
            )
            sent = (self.post or {}).get(name)
            kept = key if sent == str(key) else twin
            owner = self.plan.stays if step.column.is_own else owner_of(step.column, rows[key])
            yield OneOf(model, name, pair, kept, owner)

    @property
    def without(self):
        """By model, the keys of rows that are not to stand."""
        found = {}
        for choices in self.rows:
            keys = {row.key for row in choices.rows if not row.is_kept}
            found.setdefault(choices.model, set()).update(keys)
        for pair in (*self.elsewhere, *(pair for one in self.rows for pair in one.one_of)):
            left_out = {row.key for row in pair.pair} - {pair.kept}
            found.setdefault(pair.model, set()).update(left_out)
        return found

    @property
    def values(self):
        """What the record that stays says then in the fields taken from the other."""
        taken = [one for choice in self.fields if choice.taken == GOES for one in choice.fields]
        return {one.attname: value_of(self.plan.goes, one) for one in taken}

    def read(self, column):
        """The rows of both records."""
        names = [one.name for one in foreign_keys(column.model)]
        rows = column.of(self.plan.goes, self.plan.stays).select_related(*names)
        return rows.order_by(*(column.model._meta.ordering or ["pk"]))

    def read_alike(self, step):
        """The rows of a Step about which there is a question, by key."""
        names = [one.name for one in foreign_keys(step.column.model)]
        keys = {*step.alike, *step.alike.values()}
        rows = step.column.model._base_manager.select_related(*names)
        return rows.in_bulk(keys) if keys else {}

    def is_of(self, column, row, record):
        return getattr(row, column.field.attname) == record.pk

    def label(self, model):
        """What the form calls these rows, or this choice of several."""
        if model._meta.auto_created:
            return capfirst(str(choice_of(model).verbose_name))
        return label_of_rows(self.desk, model)

    def text(self, column, row):
        """What a row says, without whose it is."""
        if column.model._meta.auto_created:
            return str(getattr(row, choice_of(column.model).m2m_reverse_field_name()))
        return said_by_row(self.teller, row, column.field)


def owner_of(column, row):
    """The record that has a row, as the desk knows it."""
    for name in Way(column.field).path:
        row = getattr(row, name)
    return row


def groups_of(desk):
    """The fields that somebody can write, in their order, as tuples of those that go together."""
    names = {one.name for one in desk.model._meta.concrete_fields}
    together = [group for group in desk.goes_together if names.issuperset(group)]
    known = {name: group for group in together for name in group}
    found = []
    for one in desk.model._meta.concrete_fields:
        if one.editable and not one.primary_key and one.name not in NOT_ASKED:
            group = known.get(one.name, (one.name,))
            if one.name == group[0]:
                found.append(tuple(desk.model._meta.get_field(name) for name in group))
    return found


def value_of(record, column):
    """What a record holds in a column; of a file its name."""
    value = getattr(record, column.attname)
    return value.name or "" if isinstance(column, FileField) else value


def is_blank(record, column):
    """Whether a column says nothing: it is empty, or as it is of each new record."""
    value = value_of(record, column)
    is_untold = column.choices and column.has_default() and value == column.get_default()
    return value in (None, "", []) or bool(is_untold)
