"""What is done by timers: what has not been done for too long.

Most leave nothing behind but what they should have taken away or found; that tells their age.
"""

from datetime import timedelta

from django.conf import settings
from django.db.models import Max
from django.utils import timezone
from django.utils.timesince import timesince

from core.models import Edit, Notice, Review
from core.models.links import CheckedAddress
from portal.accounts.models import AccessEvent, BrowserSession
from portal.data import sets
from portal.doctor.findings import Finding, Weight, check
from portal.management.commands.trim_history import DAYS as KEPT_DAYS
from portal.proposals.models import Sender
from portal.reads.models import ReadLog

LATE = timedelta(days=2)  # of what is done every night
LATE_TO_PUBLISH = timedelta(minutes=15)  # of what is done every few minutes
NIGHTLY = "systemctl status portal-daily.timer; by hand: manage.py {}"


def before(days=0):
    """The moment so many days ago, with two nights on top."""
    return timezone.now() - timedelta(days=days) - LATE


@check("Timers", needs_database=True)
def what_is_old_goes():
    """Each command that takes away, and what it has left standing."""
    left = {
        "clearsessions": (
            BrowserSession.objects.filter(expire_date__lt=before()),
            "Sessions that have ended are still kept",
        ),
        "forget_proposals": (
            Sender.objects.filter(sent_at__lt=before()),
            "Digests of readers' network addresses are kept for longer than they are told",
        ),
        "trim_access_log": (
            AccessEvent.objects.filter(at__lt=before(settings.ACCESS_LOG_DAYS)),
            "Sign-ins are kept for longer than ACCESS_LOG_DAYS",
        ),
        "trim_history": (
            Edit.objects.filter(at__lt=before(KEPT_DAYS)),
            "Changes are kept for longer than people are told",
        ),
    }
    for command, (rows, what) in left.items():
        if rows.exists():
            yield Finding(
                f"{what}.", f"{command} has not run for two days.", NIGHTLY.format(command)
            )


@check("Timetable", needs_database=True)
def what_is_due_is_published():
    due = Review.objects.filter(publish_at__lt=timezone.now() - LATE_TO_PUBLISH).count()
    if due:
        yield Finding(
            f"{due} records were to be published by now.",
            "An editor has promised a time, and readers do not see them.",
            "systemctl status portal-timetable.timer; by hand: manage.py publish_scheduled",
        )


@check("Links", needs_database=True)
def addresses_are_asked():
    last = CheckedAddress.objects.aggregate(last=Max("asked_at"))["last"]
    if last is None or last < before():
        when = f"last asked {timesince(last)} ago" if last else "never asked"
        yield Finding(
            f"Addresses of sources were {when}.",
            "Nobody is told of sources that readers cannot open any more.",
            "systemctl status portal-links.timer; by hand: manage.py check_links",
            Weight.WRONG if last else Weight.LOOK,
        )


@check("Files of each day", needs_database=True)
def files_are_made():
    made = sets.kept()
    if not made:
        yield Finding(
            "No files of a day have ever been made.",
            "/data/ offers none.",
            "manage.py make_data",
            Weight.LOOK,
        )
    elif made[0].made < before():
        yield Finding(
            f"The last files of a day are those of {made[0].day}.",
            "Whoever keeps a copy of the catalogue waits for newer ones.",
            "systemctl status portal-data.timer; by hand: manage.py make_data",
        )
    elif sets.is_due():
        yield Finding(
            f"The files of {made[0].day} tell of what was withdrawn since.",
            "/data/ does not offer them any more.",
            "manage.py make_data",
        )


@check("Notices", needs_database=True)
def notices_are_sent():
    waiting = Notice.objects.filter(
        seen_at=None, mailed_at=None, user__is_active=True, step__at__lt=before()
    ).exclude(user__email="")
    if settings.EMAIL_HOST and (number := waiting.count()):
        yield Finding(
            f"{number} notices have waited for two days.",
            "People do not hear what was done with their records.",
            NIGHTLY.format("send_notices"),
        )


@check("Reads", needs_database=True)
def reads_are_counted():
    if settings.COUNT_READS != "LOG":
        return
    last = ReadLog.objects.aggregate(last=Max("counted_at"))["last"]
    if last is None or last < before():
        yield Finding(
            f"No log was counted{f' for {timesince(last)}' if last else ' yet'}.",
            "Reports say that nothing is read.",
            "manage.py count_reads /var/log/nginx/reads.log*",
        )
