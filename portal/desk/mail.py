"""One mail a day to each person of the desk, about what she has not seen there yet."""

from datetime import timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.template.loader import render_to_string
from django.utils import timezone

from core.models import Notice

A_DAY = timedelta(hours=20)  # a little less, so that a timer that is early one day skips none


def send_notices():
    """Send what is new to those it concerns, at most one mail a day to each.

    Gives pairs of a person and what the mail server says against the mail, None if it took it.
    """
    waiting = {}
    news = Notice.objects.filter(seen_at=None, mailed_at=None, user__is_active=True)
    news = news.exclude(user__email="").select_related("user", "step__user").order_by("pk")
    for notice in news:
        waiting.setdefault(notice.user, []).append(notice)
    recent = Notice.objects.filter(mailed_at__gt=timezone.now() - A_DAY)
    served = set(recent.values_list("user", flat=True))
    with get_connection() as connection:
        for user, notices in waiting.items():
            if user.pk not in served:
                yield user, send(connection, user, notices)


def send(connection, user, notices):
    """Send one mail, and note that it went; what the server says if it does not take it."""
    context = {
        "user": user,
        "notices": notices,
        "desk": f"{settings.SITE_URL}/admin/",
        "site": settings.SITE_NAME,
    }
    mail = EmailMessage(
        subject=f"{settings.SITE_NAME}: {len(notices)} new at the desk",
        body=render_to_string("portal/notices.txt", context),
        to=[user.email],
        connection=connection,
    )
    try:
        mail.send()
    except (SMTPException, OSError) as error:
        return error
    keys = [notice.pk for notice in notices]
    Notice.objects.filter(pk__in=keys).update(mailed_at=timezone.now())
    return None
