"""Who brings what a sheet of sources alone says: a record that cites the source.

The exchange format describes sources where they are cited, and one place is enough: a source is the
same for all who cite it.
"""

from core.admin.versions import versions
from initiatives.models import Source
from portal.exchange.special_keys import Sources
from portal.sheets.layout import KINDS, LAYOUTS, LAYOUTS_BY_PATH


class Citing:
    """The sources of the catalogue by what a row knows them by; read once for a file."""

    def __init__(self):
        self._known, self._citing = {}, {}
        for key, public_id, url in Source.objects.values_list("pk", "public_id", "url"):
            self._known[public_id] = self._known[url] = key
        for kind in reversed(KINDS):  # of several that cite a source the first of the first kind
            layout = LAYOUTS_BY_PATH[kind, "sources"]
            index = LAYOUTS.index(layout)
            (key,) = (one for one in layout.owner.shape.keys if isinstance(one, Sources))
            rows = key.shape.model.objects.order_by("-pk")
            for source, slug in rows.values_list("source", f"{key.shape.owner}__slug"):
                self._citing[source] = (index, slug)

    def source(self, record):
        """The key of the source that a row is about, or None."""
        if "id" in record:
            return self._known.get(record["id"])
        return self._known.get(record.get("url"))

    def who(self, source):
        """The number of a sheet and the record whose source it is there, or None."""
        return self._citing.get(source)


def changed_since(said):
    """Of pairs of the key of a source and the version that a row says, those that are old."""
    now = versions(Source, list(said))
    return {key for key, version in said.items() if now.get(key) != version}
