"""Slows down whoever guesses passwords (django-axes), and keeps guessing from taking all threads.

Failures are counted by name and address together: so nobody can lock a curator out from
elsewhere. One address may fail ten times as often with all names together.
"""

import math
from functools import wraps
from threading import BoundedSemaphore

from axes.handlers.database import AxesDatabaseHandler
from django.conf import settings
from django.contrib import admin
from django.db.models import Max, Sum
from django.shortcuts import render
from django.utils import timezone

NAMES_OF_ONE_ADDRESS = 10  # that may be got wrong from there before all of it has to wait
A_MOMENT = 2  # seconds
PLACES = BoundedSemaphore(settings.SIGN_INS_AT_ONCE)  # in this process


class Guard(AxesDatabaseHandler):
    """Counts failures in the database, so that all processes and machines know of them."""

    def get_failures(self, request, credentials=None):
        together, of_address = (
            attempts.aggregate(sum=Sum("failures_since_start", default=0))["sum"]
            for attempts in self.get_user_attempts(request, credentials)
        )
        return max(together, of_address // NAMES_OF_ONE_ADDRESS)

    def reset_user_attempts(self, request, credentials=None):
        """Signing in makes up for failures with one's own name, not for those with others."""
        together, _ = self.filter_user_attempts(request, credentials)
        return together.delete()[0]

    def seconds_left(self, request, credentials=None):
        """How long it takes until somebody who is refused may try again."""
        last = max(
            attempts.aggregate(last=Max("attempt_time"))["last"] or timezone.now()
            for attempts in self.get_user_attempts(request, credentials)
        )
        left = last + settings.AXES_COOLOFF_TIME - timezone.now()
        return max(1, math.ceil(left.total_seconds()))


def refused(request, response, credentials):
    """429 in place of a response: this name or address has failed too often."""
    return come_back(request, Guard().seconds_left(request, credentials))


def few_at_once(sign_in):
    """Decorate a view that checks passwords: few threads do so at once, the others serve readers.

    Whoever finds no place is asked to send the form again; waiting would take a thread too.
    """

    @wraps(sign_in)
    def answer(request, **kwargs):
        if request.method != "POST":
            return sign_in(request, **kwargs)
        if not PLACES.acquire(blocking=False):
            return come_back(request, A_MOMENT)
        try:
            return sign_in(request, **kwargs)
        finally:
            PLACES.release()

    return answer


def come_back(request, seconds):
    """The page that asks somebody to wait before giving a password or code again."""
    context = {
        **admin.site.each_context(request),
        "title": "Please wait",
        "minutes": math.ceil(seconds / 60) if seconds > A_MOMENT else 0,
        "is_signed_in": request.user.is_authenticated,
        "back": request.get_full_path(),
    }
    response = render(request, "admin/please_wait.html", context, status=429)
    response["Retry-After"] = str(seconds)
    response["Cache-Control"] = "private, no-store"
    return response
