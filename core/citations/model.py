"""What a citation of a record says, and the source that a claim of it rests on."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Citation:
    """A record of ours as others cite it.

    title: of the record, or what the claim says; address: permanent, with the id of the claim as
    its fragment; modified: when what it says last changed, None where that is not known; site: the
    name of the portal, which is its author and where it stands; key: differs between records;
    accessed: the day on which it was asked for, None where nobody asks for it.
    """

    title: str
    address: str
    modified: date | None
    site: str
    key: str
    accessed: date | None = None


@dataclass(frozen=True)
class Source:
    """What a claim rests on, as others cite that itself.

    copy_url: of its archived copy, empty without one; is_dead: nothing answers at `url` any more.
    """

    title: str
    title_language: str
    publisher: str
    year: int | None
    url: str
    copy_url: str
    is_dead: bool

    @property
    def readable_url(self):
        """Where it can be read: the archived copy where nothing answers at its address."""
        return (self.is_dead and self.copy_url) or self.url
