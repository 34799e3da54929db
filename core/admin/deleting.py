"""What somebody should know before she deletes one record: who sees it, and what was to become."""

from django.utils import timezone
from django.utils.formats import date_format

from core.models import Publishable, Review
from core.publishing import is_public, was_public

SEEN = "Readers see it now."
ONCE_SEEN = "Readers have seen it."
ARCHIVE = (
    "Its address is out in the world: it is better archived, under “Publication” in its form, so "
    "that readers are told what became of it."
)
SCHEDULED = "It was to be published on {} ({}), as {} said. It will not be."


def before_deleting(record):
    """Sentences on what a deletion brings about, besides what goes with the record."""
    seen = SEEN if is_public(record) else ONCE_SEEN if was_public(record) else ""
    if seen:
        yield f"{seen} {ARCHIVE}" if isinstance(record, Publishable) else seen
    for review in Review.objects.about(record).scheduled().select_related("scheduled_by"):
        when = date_format(timezone.localtime(review.publish_at), "j F Y, H:i")
        zone = timezone.get_current_timezone_name()
        yield SCHEDULED.format(when, zone, review.scheduled_by or "an editor")
