"""The one way in which lines leave the access log: they are older than ACCESS_LOG_DAYS."""

from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from portal.accounts.models import AccessEvent


def trim():
    """Forget what is older than ACCESS_LOG_DAYS: how many lines."""
    before = timezone.now() - timedelta(days=settings.ACCESS_LOG_DAYS)
    with transaction.atomic(), connection.cursor() as cursor:
        # The trigger lets go what is older than this, as long as this transaction lasts.
        cursor.execute(
            "SELECT set_config('access_log.trimmed_before', %s, true)", [before.isoformat()]
        )
        forgotten, _ = AccessEvent.objects.filter(at__lt=before).delete()
        cursor.execute("SELECT set_config('access_log.trimmed_before', '', true)")
    return forgotten
