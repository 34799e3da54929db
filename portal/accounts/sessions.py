"""Sessions that end: some time after the last request, and in any case some time after sign-in."""

import time

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessionStore

BEGAN, SEEN = "began", "seen"  # seconds since 1970
NOTED_EVERY = 60  # seconds; so a session is written once a minute, not with each request


class SessionStore(DatabaseSessionStore):
    """Django's sessions in the database, which end SESSION_COOKIE_AGE after they were last written.

    Here each request prolongs one, and SESSION_LONGEST after sign-in it is over all the same.
    """

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


def begin(sender, request, **kwargs):
    """On a sign-in: the time that a session may last starts now."""
    request.session[BEGAN] = request.session[SEEN] = int(time.time())
