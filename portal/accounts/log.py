"""What is noted of those who sign in: logger `portal.access`, whatever LOG_LEVEL says.

One line each for a sign-in, a failure, a sign-out, a page refused to somebody, and a change of what
somebody may do: who, from which address, and the values before and after. Names stand in quotes
with their odd signs escaped, so that none can pass for another line.

`noted` writes a line of the access log, too, a table that administrators read at the desk. Whatever
lets drafts out, or brings records in, calls it.
"""

import logging
from contextvars import ContextVar
from functools import partial
from http import HTTPStatus

from django.contrib.auth.hashers import is_password_usable
from django.contrib.auth.models import Group, User
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db import transaction
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save

from core.models import PreviewLink
from core.text import tidied
from core.web import client
from portal.accounts import sessions
from portal.accounts.models import LONGEST_NAME, LONGEST_TEXT, AccessEvent
from portal.accounts.telling import tell
from portal.desk.roles import ROLES

Kind = AccessEvent.Kind
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
    post_save.connect(link_made, sender=PreviewLink)
    pre_save.connect(remember, sender=User)
    post_save.connect(saved, sender=User)
    for model in (User, Group):
        post_delete.connect(deleted, sender=model)
    for relation in (User.groups, User.user_permissions, Group.permissions):
        m2m_changed.connect(given_or_taken, sender=relation.through)


def noted(kind, request=None, *, by="", about="", said=""):
    """Write a line of the access log.

    kind: an AccessEvent.Kind. by: a name, where it is not that of the request's user; about: whom
    or what it is about; said: what else there is to say, such as how many records an export had.
    Texts are cut where they are too long.
    """
    AccessEvent.objects.create(
        kind=kind,
        by=one_line(by or name_of(request) or without_name(request), LONGEST_NAME),
        about=one_line(about, LONGEST_NAME),
        said=one_line(said, LONGEST_TEXT),
        address=client.address(request) if request else "",
    )


def one_line(text, length):
    """A text as one line of at most so many letters, with what nobody can see left out."""
    return tidied(str(text), is_line=True)[:length]


def signed_in(sender, request, user, **kwargs):
    logger.info("Signed in: user %r from %s", user.get_username(), client.address(request))
    noted(Kind.SIGNED_IN, request, by=user.get_username(), said=request.session[sessions.DEVICE])


def failed(sender, credentials, request=None, **kwargs):
    """Note a failure. Who has to wait is noted once, not with each try while she waits."""
    place = client.address(request) if request else "a command"
    is_refused = getattr(request, "axes_locked_out", False)
    logger.warning(
        "Sign-in failed: user %r from %s%s",
        credentials.get("username"),
        place,
        ", who has to wait now" if is_refused else "",
    )
    if getattr(request, "axes_failures_since_start", None) is None:
        return  # a try while she waits, which counts for nothing
    name = credentials.get("username") or "nobody"
    kind = Kind.CODE_FAILED if "code" in credentials else Kind.FAILED
    noted(kind, request, by=name, said="used before" if credentials.get("again") else "")
    if is_refused:
        noted(Kind.LOCKED_OUT, request, by=name)


def signed_out(sender, request, user, **kwargs):
    if user:
        logger.info("Signed out: user %r from %s", user.get_username(), client.address(request))
        noted(Kind.SIGNED_OUT, request, by=user.get_username())


def link_made(sender, instance, created, **kwargs):
    """Note that somebody outside can see what is not public."""
    if created:
        until = f"until {instance.expires_at:%Y-%m-%d}"
        noted(Kind.LINK_MADE, _request.get(), about=str(instance), said=until)


def remember(sender, instance, **kwargs):
    """Before a user is saved: keep what the database holds."""
    instance.before = User.objects.filter(pk=instance.pk).values(*WATCHED).first() or {}


def saved(sender, instance, created, update_fields, **kwargs):
    """Note what has changed; a password only that it did."""
    if update_fields == frozenset({"password"}):
        return  # Django keeps the same password in a newer way when its owner signs in
    after = {name: getattr(instance, name) for name in WATCHED}
    changes = [
        f"{name} set" if name == "password" else f"{name} {instance.before.get(name)!r} -> {now!r}"
        for name, now in after.items()
        if instance.before.get(name) != now
    ]
    if not created and instance.before.get("password") != instance.password:
        sessions.end_all(instance, but=own_key(instance))
    if not created:
        tell_of_changes(instance)
    if changes:
        note(f"user {instance.username!r}", ("new, " if created else "") + ", ".join(changes))


def tell_of_changes(user):
    """Tell somebody by mail that what she signs in with, or is written to by, is another now."""
    request, before = _request.get(), user.before
    by = name_of(request) or without_name(request)
    had_one = before["password"] and is_password_usable(before["password"])
    if had_one and before["password"] != user.password:
        tell(user, "Your password was changed.", by=by)
    if before["username"] != user.username:
        tell(user, f"You sign in as {user.username} now, not as {before['username']}.", by=by)
    if before["email"] != user.email:
        now, then = user.email or "none", before["email"] or "none"
        what = f"Your e-mail address is {now} now, not {then}."
        tell(user, what, by=by, to=[before["email"], user.email])


def own_key(user):
    """The key of the session in which somebody changes what is her own; else None."""
    request = _request.get()
    return request.session.session_key if request and request.user.pk == user.pk else None


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
    noted(Kind.RIGHTS, request, about=whose, said=what)


def who(request):
    """Who sends a request, and from where."""
    name = name_of(request)
    return f"{repr(name) if name else without_name(request)} from {client.address(request)}"


def name_of(request):
    """Who is signed in where a request comes from; "" for nobody."""
    user = getattr(request, "user", None)
    return user.get_username() if user else ""


def without_name(request):
    """What acts where nobody is signed in: a page may say it of its request, as `acts_by`."""
    return getattr(request, "acts_by", "nobody signed in") if request else "a command"
