"""What a list of the desk can be taken as: its records, or rows of them on a sheet of their own."""

from dataclasses import dataclass
from functools import partial

from forum.models import Session
from initiatives.models import Initiative, Source
from portal.sheets.layout import FILES_BY_NAME, KINDS, LAYOUTS, LAYOUTS_BY_PATH
from portal.sheets.lines import records_of, sessions_of


@dataclass(frozen=True)
class Export:
    """One export. path: that of its first sheet; model: that of the list whose records it has.

    records: a function of primary keys, gives pairs of a record of the format and its version.
    """

    path: tuple[str, ...]
    model: type
    records: object

    @property
    def top(self):
        return LAYOUTS_BY_PATH[self.path]

    @property
    def beside(self):
        """The sheets of what its rows have several of; and of the records that rows belong to.

        Of the latter what an import knows them by, and whether somebody has changed them since.
        """
        deep = len(self.path)
        within = [one for one in LAYOUTS if one.path[:deep] == self.path and one is not self.top]
        return within + ([self.top.owner.only(())] if self.top.owner else [])


EXPORTS = {
    kind: Export((kind,), FILES_BY_NAME[kind].shape.model, partial(records_of, kind))
    for kind in KINDS
} | {
    "sessions": Export(("forums", "sessions"), Session, sessions_of),
    "sources": Export(("sources",), Source, partial(records_of, "sources")),
    "replications": Export(
        ("initiatives", "replications"), Initiative, partial(records_of, "initiatives")
    ),
}
