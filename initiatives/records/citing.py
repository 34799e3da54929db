"""Records that rest on sources."""

from msgspec import Struct


class CitingRecord(Struct, frozen=True):
    """A record with `citations`: the sources of what it says, in the order of its page."""

    @property
    def claimed_sources(self):
        """What single claims of the record cite."""
        return []

    @property
    def sources(self):
        """Every source once: those of the record, then those of its claims."""
        return list(dict.fromkeys([*self.citations, *self.claimed_sources]))
