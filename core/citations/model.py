"""What a citation of a record says."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Citation:
    """A record of ours as others cite it.

    title: of the record, or what the claim says; address: permanent, with the id of the claim as
    its fragment; modified: when what it says last changed, None where that is not known; site: the
    name of the portal, which is its author and where it stands; key: differs between records.
    """

    title: str
    address: str
    modified: date | None
    site: str
    key: str
