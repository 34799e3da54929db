"""Who is signed in, asked before Django has begun with a request."""

from importlib import import_module

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.db import close_old_connections
from django.http import parse_cookie

from core.database import patience


def is_signed_in(cookies):
    """Whether these cookies, a dict, name a session that a user has signed in to.

    The value of a cookie is whatever its sender likes; this asks the database.
    """
    key = cookies.get(settings.SESSION_COOKIE_NAME)
    if not key:
        return False
    store = import_module(settings.SESSION_ENGINE).SessionStore
    return SESSION_KEY in store(key)


def has_session(environment):
    """Whether the environment of a request has the cookie of a session, whoever wrote it."""
    return f"{settings.SESSION_COOKIE_NAME}=" in environment.get("HTTP_COOKIE", "")


def may_send_files(environment):
    """Whether somebody is signed in, by the environment of a request that is still coming in."""
    patience.begin()
    close_old_connections()
    try:
        return is_signed_in(parse_cookie(environment.get("HTTP_COOKIE", "")))
    finally:
        patience.end()
        close_old_connections()
