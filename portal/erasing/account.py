"""Somebody who worked at the desk goes; what she did stays, under a name that tells nothing.

The account itself stays as an empty one: records of what was done lead to it.
"""

from axes.models import AccessAttempt
from django.contrib.admin.models import LogEntry
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import Q
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from core.history.erasing import ERASED, erase_text
from core.models import Edit, Notice
from core.models.unsaved import Presence, Unsaved
from portal.accounts import sessions
from portal.accounts.log import noted
from portal.accounts.models import AccessEvent


class TheOnlyOne(Exception):
    """Without her nobody would be left who may do everything."""


def erase(user):
    """Yield what goes; raises TheOnlyOne where nobody else may do everything."""
    others = User.objects.filter(is_superuser=True, is_active=True).exclude(pk=user.pk)
    if user.is_superuser and user.is_active and not others.exists():
        raise TheOnlyOne
    username, full_name, email = user.username, user.get_full_name(), user.email
    instead = f"erased-{user.pk}"
    yield sessions.end_all(user), "sessions"
    for model in (TOTPDevice, StaticDevice):
        model.objects.filter(user=user).delete()
    for model in (Notice, Presence, Unsaved):
        yield model.objects.filter(user=user).delete()[0], f"{model._meta.verbose_name_plural}"
    yield AccessAttempt.objects.filter(username=username).delete()[0], "failed sign-ins"
    # Not by save, of which the access log would tell both names.
    User.objects.filter(pk=user.pk).update(
        username=instead,
        first_name="",
        last_name="",
        email="",
        password=make_password(None),
        is_active=False,
        is_staff=False,
        is_superuser=False,
        last_login=None,
    )
    user.refresh_from_db()
    user.groups.clear()
    user.user_permissions.clear()
    yield 1, f"account, which is called {instead} now"
    edits = Edit.objects.filter(user_id=user.pk) | Edit.objects.filter(name=username)
    yield edits.update(name=instead), "changes in the history that had her name"
    kind = ContentType.objects.get_for_model(User)
    entries = LogEntry.objects.filter(content_type=kind, object_id=str(user.pk))
    yield entries.update(object_repr=instead, change_message=""), "lines of the desk's log"
    yield erase_in_access_log(username, [full_name, email], instead), "lines of the access log"
    if email:
        yield erase_text(email), "rows of the history that had her address"
    noted(AccessEvent.Kind.RIGHTS, about=instead, said="account erased")


def erase_in_access_log(username, texts, instead):
    """Write another name, and no network address, in the lines that tell of somebody: how many."""
    quoted = repr(username)
    told = Q(by=username) | Q(about=username) | Q(about__contains=quoted) | Q(said__contains=quoted)
    for text in filter(None, texts):
        told |= Q(said__contains=text) | Q(about__contains=text)
    with connection.cursor() as cursor:
        # The trigger lets a line be changed as long as this says so, and never its kind and time.
        cursor.execute("SELECT set_config('access_log.erasing', 'yes', true)")
        number = 0
        for event in AccessEvent.objects.filter(told):
            if username in (event.by, event.about) or quoted in event.about:
                event.address = ""
            event.by = instead if event.by == username else event.by
            event.about = instead if event.about == username else event.about
            for name in ("about", "said"):
                said = getattr(event, name).replace(quoted, repr(instead))
                for text in filter(None, texts):
                    said = said.replace(text, ERASED)
                setattr(event, name, said)
            event.save()
            number += 1
        cursor.execute("SELECT set_config('access_log.erasing', '', true)")
    return number
