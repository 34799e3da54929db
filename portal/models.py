"""Where Django looks for the tables of the roof."""

from portal.proposals.models import Proposal, Sender

__all__ = ["Proposal", "Sender"]
