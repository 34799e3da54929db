"""What is noted of those who sign in: logger `portal.access`, whatever LOG_LEVEL says.

One line each for a sign-in, a failure, a sign-out, a page refused to somebody, and a change of what
somebody may do: who, from which address, and the values before and after. Names stand in quotes
with their odd signs escaped, so that none can pass for another line.
"""

import logging
from contextvars import ContextVar
from functools import partial
from http import HTTPStatus

from django.contrib.auth.models import Group, User
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db import transaction
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save

from core.web import client
from portal.accounts import sessions
from portal.desk.roles import ROLES

logger = logging.getLogger("portal.access")

WATCHED = ("username", "email", "is_active", "is_staff", "is_superuser", "password")
SAID = {"post_add": "added", "post_remove": "taken away", "pre_clear": "all taken away"}

_request = ContextVar("request", default=None)


class Acting:
    """Middleware: lets what changes rights know in whose request it happens, and notes refusals."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        token = _request.set(request)
        try:
            response = self.get_response(request)
        finally:
            _request.reset(token)
        if response.status_code == HTTPStatus.FORBIDDEN:
            logger.warning("Refused: %s %r to %s", request.method, request.path, who(request))
        return response


def connect():
    """Listen to what has to be noted."""
    user_logged_in.connect(sessions.begin)
    user_logged_in.connect(signed_in)
    user_login_failed.connect(failed)
    user_logged_out.connect(signed_out)
    pre_save.connect(remember, sender=User)
    post_save.connect(saved, sender=User)
    for model in (User, Group):
        post_delete.connect(deleted, sender=model)
    for relation in (User.groups, User.user_permissions, Group.permissions):
        m2m_changed.connect(given_or_taken, sender=relation.through)


def signed_in(sender, request, user, **kwargs):
    logger.info("Signed in: user %r from %s", user.get_username(), client.address(request))


def failed(sender, credentials, request=None, **kwargs):
    place = client.address(request) if request else "a command"
    is_refused = getattr(request, "axes_locked_out", False)
    logger.warning(
        "Sign-in failed: user %r from %s%s",
        credentials.get("username"),
        place,
        ", who has to wait now" if is_refused else "",
    )


def signed_out(sender, request, user, **kwargs):
    if user:
        logger.info("Signed out: user %r from %s", user.get_username(), client.address(request))


def remember(sender, instance, **kwargs):
    """Before a user is saved: keep what the database holds."""
    instance.before = User.objects.filter(pk=instance.pk).values(*WATCHED).first() or {}


def saved(sender, instance, created, update_fields, raw=False, **kwargs):
    """Note what has changed; a password only that it did."""
    if update_fields == frozenset({"password"}):
        return  # Django keeps the same password in a newer way when its owner signs in
    after = {name: getattr(instance, name) for name in WATCHED}
    changes = [
        f"{name} set" if name == "password" else f"{name} {instance.before.get(name)!r} -> {now!r}"
        for name, now in after.items()
        if instance.before.get(name) != now
    ]
    if changes:
        note(f"user {instance.username!r}", ("new, " if created else "") + ", ".join(changes))


def given_or_taken(sender, instance, action, model, pk_set, **kwargs):
    """Note groups and permissions that somebody or a group gains or loses."""
    is_kept = isinstance(instance, Group) and instance.name in ROLES and not _request.get()
    if action not in SAID or is_kept:  # `migrate` keeps our groups in step with the code
        return
    names = sorted(map(str, model.objects.filter(pk__in=pk_set or ())))
    kind = f"{model._meta.model_name}s"
    said = SAID[action] if pk_set is None else f"{SAID[action]}: {names!r}"
    note(f"{instance._meta.model_name} {str(instance)!r}", f"{kind} {said}")


def deleted(sender, instance, **kwargs):
    note(f"{instance._meta.model_name} {str(instance)!r}", "deleted")


def note(whose, what):
    """Write a change down once it is committed, and by whom."""
    request = _request.get()
    by = who(request) if request else "a command"
    transaction.on_commit(partial(logger.info, "Rights of %s: %s; by %s", whose, what, by))


def who(request):
    """Who sends a request, and from where."""
    return f"{request.user.get_username()!r} from {client.address(request)}"
