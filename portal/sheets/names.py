"""Records as people name them in a cell: by name, title, code, short name or id."""

from core.models.publication import Publishable

FIELDS = ("name", "title", "public_id", "slug", "iso2", "iso3", "number")
LISTS = ("aliases",)


def same(text):
    """A name without what tells ways of typing it apart: capitals and blanks."""
    return " ".join(text.casefold().split())


class Names:
    """What identifies records, by model and by the names that they have; read once for a file."""

    def __init__(self):
        self._known = {}

    def value(self, model, by, text):
        """What identifies the record of this name in the exchange format; the text if none has it.

        What two records are called by is no name of either.
        """
        known = self.of(model, by)
        return known.get(same(text)) or text

    def of(self, model, by):
        """The values of a column that identifies records, by the names that each has alone."""
        if (model, by) not in self._known:
            self._known[model, by] = self._read(model, by)
        return self._known[model, by]

    @staticmethod
    def _read(model, by):
        fields = {field.name for field in model._meta.concrete_fields}
        names = [name for name in (*FIELDS, *LISTS) if name in fields and name != by]
        identities, called = {}, {}
        rows = model._base_manager.values_list(by, *names).order_by(by)
        for identity, *others in rows.iterator():
            identities[same(str(identity))] = identity
            for other in others:
                for name in other if isinstance(other, list) else [other]:
                    if name not in (None, ""):
                        called.setdefault(same(str(name)), set()).add(identity)
        alone = {name: next(iter(found)) for name, found in called.items() if len(found) == 1}
        return alone | identities

    def label(self, model, by, identity):
        """How an exported cell names a record: vocabularies and countries by their name."""
        if issubclass(model, Publishable):
            return identity
        if (model, by, "labels") not in self._known:
            fields = {field.name for field in model._meta.concrete_fields}
            title = "name" if "name" in fields else "title"
            pairs = list(model._base_manager.values_list(by, title))
            self._known[model, by, "labels"] = {
                identity: name
                for identity, name in pairs
                if self.value(model, by, name) == identity and ";" not in name
            }
        return self._known[model, by, "labels"].get(identity, identity)
