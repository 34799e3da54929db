"""What two forms of one record say differently: field by field, row by row, words marked."""

from dataclasses import dataclass, field
from functools import cached_property

from core.admin.merging import Block, lines_of, same
from core.admin.naming import is_field, label_of_field, names_of_rows, readable, title_of_row
from core.admin.opened import PLACE, plain
from core.admin.words import compared


@dataclass
class Contents:
    """What a form says: texts by name, and so for each row."""

    fields: dict
    rows: dict = field(default_factory=dict)  # of those that stand already, by id, by prefix
    new: dict = field(default_factory=dict)  # a list of those that do not, by prefix

    @classmethod
    def held(cls, values):
        """Of Values: what the record holds."""
        return cls(values.fields, values.rows)

    @classmethod
    def sent(cls, desk, post, shown):
        """Of what a form sends; shown: what it had shown, Opened. Removed rows are left out.

        Fields that it sends and had not shown count too: nothing that is saved goes unseen.
        """
        names = [*shown.fields, *(name for name in post if is_field(desk.model, name))]
        found = cls({name: post.getlist(name) for name in dict.fromkeys(names)})
        for prefix in prefixes(desk):
            block = Block(desk, prefix, post)
            if block.is_readable:
                of_form = {"id", block.relation.field.name}
                found.rows[prefix] = {
                    key: without(row, of_form)
                    for key, row in block.stored.items()
                    if "DELETE" not in row
                }
                new = [without(row, of_form) for row in block.new if "DELETE" not in row]
                found.new[prefix] = [row for row in new if said(row)]
        return found


@dataclass
class Change:
    """One thing that two forms say differently."""

    what: str
    before: str
    after: str

    @cached_property
    def words(self):
        """Pairs of a kind and a part of the text, for a page that marks them."""
        return compared(self.before, self.after)


def differences(desk, before, after):
    """What Contents say that others did not, as Changes in the order of the form."""
    model = desk.model
    for name, texts in after.fields.items():
        old = before.fields.get(name, [])
        if plain(old) != plain(texts) and is_field(model, name):
            yield Change(label_of_field(model, name), *shown(model, name, old, texts))
    for prefix in prefixes(desk):
        yield from differences_of_rows(desk, prefix, before, after)


def differences_of_rows(desk, prefix, before, after):
    """What the rows of one kind say differently; rows that only one of them has are that."""
    model = relations(desk)[prefix].related_model
    noun, nouns = names_of_rows(desk, model)
    olds, news = before.rows.get(prefix, {}), after.rows.get(prefix, {})
    for key, row in news.items():
        old = olds.get(key)
        if old is None:
            yield added(noun, model, row)
            continue
        for name, texts in row.items():
            if name != PLACE and is_field(model, name) and plain(old.get(name, [])) != plain(texts):
                what = f"{title_of_row(noun, model, old)}: {label_of_field(model, name)}"
                yield Change(what, *shown(model, name, old.get(name, []), texts))
    for key, row in olds.items():
        if key not in news:
            yield removed(noun, model, row)
    unmatched = list(before.new.get(prefix, []))
    for row in after.new.get(prefix, []):
        twin = next((one for one in unmatched if same(row, one)), None)
        if twin is None:
            yield added(noun, model, row)
        else:
            unmatched.remove(twin)
    yield from (removed(noun, model, row) for row in unmatched)
    if order_of(olds, news) != order_of(news, olds):
        yield Change(f"The order of the {nouns}", "", "")


def added(noun, model, row):
    return Change(f"{title_of_row(noun, model, row)}: added", "", lines_of(model, row))


def removed(noun, model, row):
    return Change(f"{title_of_row(noun, model, row)}: removed", lines_of(model, row), "")


def order_of(rows, others):
    """The ids of rows that others have too, in the order that they say."""
    places = {key: row.get(PLACE, [""])[0] for key, row in rows.items() if key in others}
    return sorted(places, key=lambda key: (len(places[key]), places[key], key))


def shown(model, name, before, after):
    """What a field said and says, as a person reads it; nothing where it is empty."""
    return [readable(model, name, texts) if any(texts) else "" for texts in (before, after)]


def without(row, names):
    return {name: texts for name, texts in row.items() if name not in names}


def said(row):
    """Whether a new row says anything."""
    return any(any(texts) for name, texts in row.items() if name != PLACE)


def relations(desk):
    """The relations whose rows a form can have, by their prefixes."""
    return {one.get_accessor_name(): one for one in desk.model._meta.related_objects}


def prefixes(desk):
    """The prefixes of a form's rows, in its order."""
    models = [inline.model for inline in desk.inlines]
    named = {one.related_model: prefix for prefix, one in relations(desk).items()}
    return [named[model] for model in models]
