"""When two people change one record: what the other did, what one typed oneself, and both merged.

What only the other changed is taken over, what only oneself typed stays; where both changed the
same, one's own text stays in the form until one says otherwise. Nothing is saved before somebody
has seen it all. It works on what the browser sent, before any form reads it.
"""

import re
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.forms import BooleanField, CheckboxInput, IntegerField

from core.admin.keys import key_in
from core.admin.naming import is_field, label_of_field, names_of_rows, readable, title_of_row
from core.admin.numbers import amounts_of, ungrouped
from core.admin.opened import PLACE, mark, plain

CHOICE, BACK = "_take", "_back"  # names of what the page adds to the form
THEIRS = "theirs"


@dataclass
class Difference:
    """One thing that the other changed since one opened the form."""

    what: str
    theirs: str
    mine: str | None = None  # None where nothing was typed, so that theirs is in the form already
    choice: str = ""  # the name of the choice between the two, where there is one
    carried: list = field(default_factory=list)  # pairs of name and text that the page sends back


@dataclass
class Merge:
    """What the other has changed, and in `post` all of it together with what was typed."""

    post: object
    differences: list = field(default_factory=list)
    log: list = field(default_factory=list)

    @property
    def open(self):
        """What both have changed, so that somebody has to choose."""
        return [one for one in self.differences if one.choice]

    @property
    def taken(self):
        """What only the other has changed."""
        return [one for one in self.differences if not one.choice]


def merge(desk, post, opened, values):
    """Put together what was sent and what the record holds now (Values), as a Merge."""
    model, merged = desk.model, Merge(post.copy())
    put_back(model, merged.post)
    for name, theirs in values.fields.items():
        texts, difference = settle(
            label_of_field(model, name),
            (model, name),
            f"{CHOICE}-{name}",
            merged.post,
            (merged.post.getlist(name), theirs, opened.fields.get(name)),
        )
        put(merged.post, name, texts)
        merged.differences += difference
    for prefix, rows in values.rows.items():
        block = Block(desk, prefix, merged.post)
        if block.is_readable:
            merged.differences += block.merge(rows, opened.rows.get(prefix, {}))
    return merged


def settle(what, place, choice, post, versions):
    """What a field sends from now on, and the Difference, if there is one, in a list.

    place: model and name of the field; versions: mine, theirs, and the mark of what was shown.
    """
    mine, theirs, shown = versions
    is_given_up = post.get(choice) == THEIRS
    is_typed = mark(mine) != shown and not is_given_up
    if plain(mine) == plain(theirs) or (mark(theirs) == shown and not is_given_up):
        return mine, []
    if is_typed:
        return mine, [Difference(what, readable(*place, theirs), readable(*place, mine), choice)]
    told = [] if mark(theirs) == shown else [Difference(what, readable(*place, theirs))]
    return theirs, told


class Block:
    """The rows of one kind that were sent: those that stood there (by id), and new ones."""

    def __init__(self, desk, prefix, post):
        self.prefix, self.post = prefix, post
        self.relation = relation_of(desk.model, prefix)
        self.model = self.relation.related_model
        self.noun, self.nouns = names_of_rows(desk, self.model)
        self.total, self.initial = (number_in(post, prefix, kind) for kind in ("TOTAL", "INITIAL"))
        self.is_readable = self.total is not None and self.initial is not None
        if self.is_readable:
            self.stored, self.new = {}, []
            for index, row in sorted(rows_in(post, prefix).items()):
                if index < self.initial and key_of(row) is not None:
                    self.stored[key_of(row)] = row
                elif index < self.total:
                    self.new.append(row)

    def merge(self, held, shown):
        """Put the rows together with those held now, and write them back; the Differences."""
        differences, stored = [], {}
        for key, theirs in held.items():
            marks = shown.get(str(key))
            if key in self.stored:
                stored[key] = row = self.stored[key]
                differences += self.settle_row(key, row, theirs, marks or {})
            else:
                stored[key] = dict(theirs)
                if marks is None:
                    self.new = [row for row in self.new if not same(row, theirs)]
                    differences.append(Difference(f"{self.title(theirs)} (added)", ""))
        for key, row in self.stored.items():
            if key not in held:
                differences.append(self.gone(key, row, shown.get(str(key), {})))
        if any(moved(theirs, shown.get(str(key))) for key, theirs in held.items()):
            differences.append(Difference(f"The order of the {self.nouns}", ""))
        self.write(stored)
        return differences

    def settle_row(self, key, row, theirs, shown):
        """Settle each field of a row that stands there; the Differences."""
        title = self.title(theirs)
        choice = f"{CHOICE}-{self.prefix}-{key}"
        differences = []
        for name, texts in theirs.items():
            what = f"{title}: {label_of_field(self.model, name)}"
            place = (self.model, name)
            versions = (row.get(name, []), texts, shown.get(name))
            row[name], difference = settle(what, place, f"{choice}-{name}", self.post, versions)
            differences += difference if name != PLACE else []
        if "DELETE" in row and self.post.get(choice) == THEIRS:
            del row["DELETE"]
        elif "DELETE" in row and differing(theirs, shown):
            return [Difference(title, self.lines(theirs), "You remove it.", choice)]
        return differences

    def gone(self, key, row, shown):
        """The Difference of a row that the other has removed."""
        title = f"{self.title(row)} (removed)"
        typed = {
            name: texts
            for name, texts in row.items()
            if name not in (PLACE, "id", self.relation.field.name)
        }
        if row.get("DELETE") or not differing(typed, shown):
            return Difference(title, "")
        name = f"{BACK}-{self.prefix}-{key}"
        plain_row = as_shown(self.model, typed, shown)
        carried = [(f"{name}-{key}", text) for key, texts in plain_row.items() for text in texts]
        return Difference(
            title, "It is removed.", self.lines(typed), f"{CHOICE}-{self.prefix}-{key}", carried
        )

    def title(self, row):
        return title_of_row(self.noun, self.model, row)

    def lines(self, row):
        return lines_of(self.model, row)

    def write(self, stored):
        """Let the rows be what was sent."""
        for index in rows_in(self.post, self.prefix):
            for name in [name for name in self.post if name.startswith(f"{self.prefix}-{index}-")]:
                del self.post[name]
        rows = [row | {"id": [str(key)]} for key, row in stored.items()]
        rows += [{name: texts for name, texts in row.items() if name != "id"} for row in self.new]
        for index, row in enumerate(rows):
            for name, texts in row.items():
                put(self.post, f"{self.prefix}-{index}-{name}", texts)
        self.post[f"{self.prefix}-INITIAL_FORMS"] = str(len(stored))
        self.post[f"{self.prefix}-TOTAL_FORMS"] = str(len(rows))


def lines_of(model, row):
    """What a row says, a line for each field."""
    return "\n".join(
        f"{label_of_field(model, name)}: {readable(model, name, texts)}"
        for name, texts in row.items()
        if name not in (PLACE, "DELETE") and is_field(model, name)
    )


def put_back(model, post):
    """Add the rows that the other removed and that one wants back, as new ones."""
    backs = {}
    for name in list(post):
        found = re.fullmatch(rf"{BACK}-(\w+)-(\d+)-(\w+)", name)
        if found:
            prefix, key, field_name = found.groups()
            backs.setdefault((prefix, key), {})[field_name] = post.getlist(name)
            del post[name]
    for (prefix, key), row in backs.items():
        if post.get(f"{CHOICE}-{prefix}-{key}") == THEIRS or not relation_of(model, prefix):
            continue
        total = number_in(post, prefix, "TOTAL")
        if total is not None:
            for name, texts in row.items():
                post.setlist(f"{prefix}-{total}-{name}", texts)
            post[f"{prefix}-TOTAL_FORMS"] = str(total + 1)


def as_new(desk, post, opened):
    """Let all rows that were sent be new ones: those of a record that is gone, or is none yet."""
    post = post.copy()
    put_back(desk.model, post)
    for relation in desk.model._meta.related_objects:
        block = Block(desk, relation.get_accessor_name(), post)
        if block.is_readable and block.stored:
            rows = opened.rows.get(block.prefix, {})
            stored = [
                as_shown(block.model, row, rows.get(str(key), {}))
                for key, row in block.stored.items()
            ]
            block.new = [row for row in (*stored, *block.new) if "DELETE" not in row]
            block.write({})
    return post


def typed(desk, post, opened):
    """What was typed into a form that was opened so: pairs of a label and a text."""
    model = desk.model
    for name, shown in opened.fields.items():
        texts = post.getlist(name)
        if mark(texts) != shown:
            yield label_of_field(model, name), readable(model, name, texts)
    for prefix, rows in opened.rows.items():
        block = Block(desk, prefix, post)
        if not block.is_readable:
            continue
        for key, row in block.stored.items():
            shown = rows.get(str(key), {})
            changed = {
                name: row.get(name, []) for name in shown if mark(row.get(name, [])) != shown[name]
            }
            if "DELETE" in row:
                yield block.title(row), "To be removed."
            elif changed.keys() - {PLACE}:
                yield block.title(row), block.lines(changed)
        for row in block.new:
            if text := block.lines({name: texts for name, texts in row.items() if any(texts)}):
                yield block.title(row), text


def put(post, name, texts):
    """Let a field send these texts; where there are none it sends nothing at all."""
    if texts:
        post.setlist(name, texts)
    else:
        post.pop(name, None)


def relation_of(model, prefix):
    """The relation whose rows a form sends under this prefix, or None."""
    relations = {one.get_accessor_name(): one for one in model._meta.related_objects}
    return relations.get(prefix)


def number_in(post, prefix, kind):
    """How many rows there are, as Django's forms read it; None where they read no number.

    kind: TOTAL, or INITIAL for those that stood there already.
    """
    try:
        return IntegerField().clean(post.get(f"{prefix}-{kind}_FORMS"))
    except ValidationError:
        return None


def rows_in(post, prefix):
    """The rows that were sent, as Django's forms read them: texts by name, by the row's number."""
    rows = {}
    for name in post:
        found = re.fullmatch(rf"{re.escape(prefix)}-(0|[1-9][0-9]{{0,4}})-(\w+)", name)
        if found and (found[2] != "DELETE" or is_ticked(post, name)):
            rows.setdefault(int(found[1]), {})[found[2]] = post.getlist(name)
    return rows


def is_ticked(post, name):
    """Whether a tick is sent, as Django's forms read it: "False" and "0" are none."""
    sent = CheckboxInput().value_from_datadict(post, {}, name)
    return BooleanField(required=False).to_python(sent)


def key_of(row):
    """The id of a row that stood there, None if it says none."""
    return key_in(row.get("id", [""])[-1])


def as_shown(model, row, shown):
    """A row that a form shows anew: an amount that stood there is plain, which any form reads."""
    return row | {
        name: list(map(ungrouped, row[name]))
        for name in amounts_of(model) & row.keys()
        if mark(row[name]) == shown.get(name)
    }


def same(row, theirs):
    """Whether a new row says what another does."""
    return all(
        plain(row.get(name, [])) == plain(texts) for name, texts in theirs.items() if name != PLACE
    )


def differing(row, shown):
    """The names of the fields of a row that say another thing than was shown; its place is none."""
    return [name for name in row if name != PLACE and mark(row[name]) != shown.get(name)]


def moved(theirs, shown):
    """Whether a row has another place than it was shown at."""
    return bool(shown) and PLACE in theirs and mark(theirs[PLACE]) != shown.get(PLACE)
