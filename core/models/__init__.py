"""What records of every app have in common, and what the database notes of their changes."""

from core.models.drafts import Draft
from core.models.featured import Featurable, FeaturableQuerySet
from core.models.history import Edit, EditedRow
from core.models.identity import (
    Addressed,
    FormerSlug,
    NaturalKeyModel,
    NaturalKeyQuerySet,
    ReservedSlug,
    SlugField,
)
from core.models.links import CheckedAddress
from core.models.merges import Merge
from core.models.naming import Named
from core.models.pairs import SuspectedPair
from core.models.previews import PreviewLink
from core.models.publication import (
    PERMISSIONS,
    PublicationState,
    Publishable,
    PublishableQuerySet,
)
from core.models.reasons import KeptReason
from core.models.records import PendingRecord, PublicRecord, RevisionMark
from core.models.reviews import Check, Notice, Remark, Review, ReviewStep
from core.models.revision import Change, PendingChange, Revision
from core.models.unsaved import Presence, Unsaved

__all__ = [
    "PERMISSIONS",
    "Addressed",
    "Change",
    "Check",
    "CheckedAddress",
    "Draft",
    "Edit",
    "EditedRow",
    "Featurable",
    "FeaturableQuerySet",
    "FormerSlug",
    "KeptReason",
    "Merge",
    "Named",
    "NaturalKeyModel",
    "NaturalKeyQuerySet",
    "Notice",
    "PendingChange",
    "PendingRecord",
    "Presence",
    "PreviewLink",
    "PublicRecord",
    "PublicationState",
    "Publishable",
    "PublishableQuerySet",
    "Remark",
    "ReservedSlug",
    "Review",
    "ReviewStep",
    "Revision",
    "RevisionMark",
    "SlugField",
    "SuspectedPair",
    "Unsaved",
]
