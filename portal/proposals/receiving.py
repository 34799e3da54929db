"""Takes proposals in, and no more of them than somebody can read.

They are counted in the database, so that all processes and machines know of them.
"""

import math

from django.db import connection, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from core.web import client
from portal.proposals.models import A_DAY, Proposal, Sender
from portal.proposals.suspecting import suspicions

MOST_OF_ONE = 20  # from one address in a day
MOST_WAITING = 2_000  # new ones, and as many suspected: with the longest texts, some 30 MB each
SAID = (
    *("kind", "record_kind", "record_id", "passage", "text", "suggestion", "country", "who"),
    *("stage", "year", "source", "name", "contact", "thanks_as"),
)
SALT = "portal.proposals.sender"
State = Proposal.State


class Refused(Exception):
    """A proposal that is not taken in.

    status: of the answer; sentence: for whoever sent it; seconds: when to try again.
    """

    def __init__(self, status, sentence, seconds):
        super().__init__(sentence)
        self.status, self.sentence, self.seconds = status, sentence, seconds


def receive(proposal, request, stamped=""):
    """Store a proposal that came with a request. Raises Refused where there are too many.

    What looks like spam is stored apart; stamped: what the form says of when it was opened. Sent
    twice, by a second click or a page that was sent again, it is stored once.
    """
    today, yesterday = digests_of(request)
    sender = Sender(digest=today)
    with transaction.atomic(), connection.cursor() as cursor:
        # One after the other, or several at once could all be the last.
        cursor.execute(f"LOCK TABLE {Sender._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")
        waiting = Proposal.objects.filter(state__in=[State.NEW, State.SUSPECTED])
        if waiting.filter(**{name: getattr(proposal, name) for name in SAID}):
            return
        Sender.objects.past().delete()
        last = Sender.objects.filter(digest__in=[today, yesterday]).order_by("-sent_at")[
            :MOST_OF_ONE
        ]
        if len(last) == MOST_OF_ONE:
            left = last[MOST_OF_ONE - 1].sent_at + A_DAY - timezone.now()
            raise Refused(
                429,
                f"We take {MOST_OF_ONE} proposals a day from one network, and yours has sent as"
                " many. Copy what you wrote, and send it tomorrow.",
                max(1, math.ceil(left.total_seconds())),
            )
        form = Sender(digest=digest_of_form(stamped))
        times_before = Sender.objects.filter(digest=form.digest).count()
        proposal.suspicion = " ".join(suspicions(proposal, stamped, times_before))
        if proposal.suspicion:
            proposal.state = State.SUSPECTED
        if Proposal.objects.filter(state=proposal.state).count() >= MOST_WAITING:
            raise Refused(
                503,
                "More proposals are waiting than the editors can read, so we cannot take yours"
                " now. Copy what you wrote, and send it in a few days.",
                math.ceil(A_DAY.total_seconds()),
            )
        proposal.save()
        Sender.objects.bulk_create([sender, form])


def digest_of_form(stamped):
    """What a form is counted by, which was made for one reader and does not say for whom."""
    return salted_hmac(f"{SALT} form", stamped, algorithm="sha256").hexdigest()


def digests_of(request):
    """What the network address of a sender is counted by, today and yesterday.

    With a salt of each day, digests of two days cannot be told to be of one sender; without our
    key, nobody finds the address.
    """
    network, now = client.network(request) or "", timezone.now()
    return [
        salted_hmac(f"{SALT} {day:%Y-%m-%d}", network, algorithm="sha256").hexdigest()
        for day in (now, now - A_DAY)
    ]
