"""What looks like spam: it is put apart, and never refused for that, since it may be none."""

import re
from datetime import timedelta

from django.core import signing
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import get_random_string

from portal.proposals.models import Proposal

QUICKEST = timedelta(seconds=3)  # in which somebody reads the form and fills it in
SLOWEST = timedelta(hours=24)  # after which a form has to be sent again, with a stamp of its own
MOST_OF_STAMP = 3  # proposals that one form sends, by somebody who goes back and sends another
MOST_LINKS = 2  # in what was written; the field for the source does not count
REPEATED_WITHIN = timedelta(days=7)
STAMP = signing.TimestampSigner(salt="portal.proposals.stamp")
LINK = re.compile(r"https?://|www\.", re.IGNORECASE)
MARKUP = re.compile(r"<a\s|\[url|\[link|</?iframe|<script", re.IGNORECASE)


def stamp(record_kind, public_id):
    """What a form carries, so that we know when it was opened, and for what."""
    return STAMP.sign(f"{record_kind} {public_id} {get_random_string(8)}")


def is_outdated(stamped):
    """Whether a stamp is one of ours, and of a form that was opened too long ago."""
    try:
        STAMP.unsign(stamped, max_age=SLOWEST)
    except signing.SignatureExpired:
        return True
    except signing.BadSignature:
        return False
    return False


def suspicions(proposal, stamped, times_before):
    """Why a proposal that is sent with a stamp may be spam: sentences.

    times_before: how many proposals came with the same stamp.
    """
    written = "\n".join([proposal.text, proposal.suggestion, proposal.who, proposal.thanks_as])
    if fault := fault_of_stamp(proposal, stamped, times_before):
        yield fault
    if len(LINK.findall(written)) > MOST_LINKS:
        yield f"More than {MOST_LINKS} links in the text."
    if MARKUP.search(written):
        yield "Links written as programs write them."
    if LINK.search(f"{proposal.name} {proposal.who} {proposal.thanks_as}"):
        yield "A link in the place of a name."
    if is_repeated(proposal):
        yield "The same text was sent about another record."


def fault_of_stamp(proposal, stamped, times_before):
    """What is odd about the form that was sent, in words; empty where nothing is."""
    try:
        about = STAMP.unsign(stamped, max_age=SLOWEST)
    except signing.SignatureExpired:
        return "The form was opened too long ago."
    except signing.BadSignature:
        return "Sent without opening the form."
    if about.split(" ")[:2] != [proposal.record_kind, proposal.record_id]:
        return "The form was opened for another record."
    if times_before >= MOST_OF_STAMP:
        return f"One form was sent more than {MOST_OF_STAMP} times."
    try:
        STAMP.unsign(stamped, max_age=QUICKEST)
    except signing.SignatureExpired:
        return ""
    return "Filled in faster than one can type."


def is_repeated(proposal):
    """Whether somebody has sent the same text about another record lately."""
    same = Proposal.objects.filter(
        text__iexact=proposal.text, created_at__gt=timezone.now() - REPEATED_WITHIN
    )
    here = Q(record_kind=proposal.record_kind, record_id=proposal.record_id)
    return same.exclude(here).exists()
