"""Sessions that end: some time after the last request, and in any case some time after sign-in.

Whose a session is stands beside it, so that all of somebody's can be listed and ended. A list names
them by a number of their own: a key never leaves its browser's cookie. No network address is kept.
"""

import re
import secrets
import time
from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessionStore

from core.database.outage import OUTAGE
from portal.accounts.models import BrowserSession

BEGAN, SEEN = "began", "seen"  # seconds since 1970
NUMBER, DEVICE = "number", "device"
CONFIRMED = "confirmed"  # when its owner last proved that it is she
HALF_WAY = "half_way"  # what `portal.accounts.half_way` keeps of whoever has yet to give a code
NOTED_EVERY = 60  # seconds; so a session is written once a minute, not with each request

# What a browser says of itself, the most telling first: each says that it is those below, too.
BROWSERS = [("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/|FxiOS", "Firefox")]
BROWSERS += [("SamsungBrowser", "Samsung Internet"), ("Chrome/|CriOS", "Chrome")]
BROWSERS += [("Safari/", "Safari")]
SYSTEMS = [("iPhone", "an iPhone"), ("iPad", "an iPad"), ("Android", "Android")]
SYSTEMS += [("Windows", "Windows"), ("Mac OS X", "a Mac"), ("CrOS", "a Chromebook")]
SYSTEMS += [("Linux", "Linux")]


class SessionStore(DatabaseSessionStore):
    """Django's sessions in the database, which end SESSION_COOKIE_AGE after they were last written.

    Here each request prolongs one, and SESSION_LONGEST after sign-in it is over all the same.
    """

    @classmethod
    def get_model_class(cls):
        return BrowserSession

    def create_model_instance(self, data):
        row = super().create_model_instance(data)
        row.user_id = data.get(SESSION_KEY) or data.get(HALF_WAY, {}).get("user")
        return row

    def save(self, must_create=False):
        """Write it. An outage stays one: Django takes it for a session that is gone by now."""
        try:
            super().save(must_create)
        except UpdateError as error:
            if isinstance(error.__context__, OUTAGE):
                raise error.__context__ from None
            raise

    def load(self):
        session = super().load()
        if not session:
            return session
        now = int(time.time())
        if now - session.setdefault(BEGAN, now) >= settings.SESSION_LONGEST:
            self.delete()
            self._session_key = None
            return {}
        if now - session.get(SEEN, 0) >= NOTED_EVERY:
            session[SEEN] = now
            self.modified = True
        return session


@dataclass(frozen=True)
class Place:
    """Where somebody is signed in, or has given her password and no code yet (`is_half_way`)."""

    number: str
    device: str
    began: datetime
    seen: datetime
    is_here: bool
    is_half_way: bool


def begin(sender, request, **kwargs):
    """On a sign-in: the time that a session may last starts now."""
    describe(request)
    request.session[CONFIRMED] = request.session[BEGAN]


def describe(request):
    """Note in a session that begins what its owner will see of it in the list."""
    now = int(time.time())
    request.session.update({BEGAN: now, SEEN: now, NUMBER: secrets.token_hex(8)})
    request.session[DEVICE] = device(request.META.get("HTTP_USER_AGENT", ""))


def device(agent):
    """What a browser says that it is, in plain words."""
    browser, system = (
        next((name for mark, name in names if re.search(mark, agent)), other)
        for names, other in ((BROWSERS, "Another browser"), (SYSTEMS, "another system"))
    )
    return f"{browser} on {system}"


def places(user, here=None):
    """Where somebody is signed in, the last used first. here: the key of the session that asks."""
    rows = [(row.session_key, row.get_decoded()) for row in BrowserSession.objects.of(user)]
    found = [place(data, is_here=key == here) for key, data in rows]
    return sorted(found, key=lambda place: (place.is_here, place.seen), reverse=True)


def place(data, *, is_here):
    """A session's content as a Place."""
    began, seen = (datetime.fromtimestamp(data.get(name, 0), UTC) for name in (BEGAN, SEEN))
    number, where = data.get(NUMBER, ""), data.get(DEVICE, device(""))
    return Place(number, where, began, seen, is_here, is_half_way=SESSION_KEY not in data)


def end(user, number, but=None):
    """End the session of somebody that has this number, but not that with this key: 0 or 1."""
    rows = others(user, but)
    keys = [row.session_key for row in rows if number and row.get_decoded().get(NUMBER) == number]
    return BrowserSession.objects.filter(session_key__in=keys).delete()[0]


def end_all(user, but=None):
    """End all sessions of somebody but that with this key: how many have ended."""
    return others(user, but).delete()[0]


def others(user, key=None):
    """The sessions of somebody but that with this key, those half-way to the code among them."""
    return BrowserSession.objects.of(user).exclude(session_key=key)
