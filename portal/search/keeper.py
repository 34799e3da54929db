"""Keeps a process's index: builds it, follows the catalogue's revision, hands out snapshots."""

from portal.search.index import CatalogueIndex


class Keeper:
    """Owns the index of one collection in one process."""

    def __init__(self, collection):
        self.index = CatalogueIndex(collection)

    def snapshot(self):
        """The index at the present revision, or None while there is none."""
        return self.index.snapshot
