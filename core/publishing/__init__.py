"""The way of a record to its readers: what keeps it back, what asks for a reason, who sees it."""

from core.publishing.findings import (
    ERROR,
    NOTE,
    WARNING,
    Finding,
    Other,
    Problem,
    Said,
    check,
    compare,
    findings,
    findings_of,
    reads,
)
from core.publishing.states import (
    ever_public,
    is_public,
    is_settled,
    now_public,
    owner_model,
    owner_path,
    was_public,
)

__all__ = [
    "ERROR",
    "NOTE",
    "WARNING",
    "Finding",
    "Other",
    "Problem",
    "Said",
    "check",
    "compare",
    "ever_public",
    "findings",
    "findings_of",
    "is_public",
    "is_settled",
    "now_public",
    "owner_model",
    "owner_path",
    "reads",
    "was_public",
]
