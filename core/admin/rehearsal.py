"""What the catalogue would be like: changes are made, something is read, and all is taken back.

It happens in a transaction that is rolled back, so nothing of it is ever seen by others: no
revision, no history, no notice, no index. It holds the row that it changes for as long as a page
takes, and never the revision, which everybody who saves needs.
"""

from copy import copy

from django.contrib.admin.utils import flatten_fieldsets
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.fallback import FallbackStorage
from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, OperationalError, connection, transaction
from django.forms import all_valid
from django.utils.datastructures import MultiValueDict

from core import revision
from core.admin import unsaved
from core.admin.gaps import fill_gaps
from core.admin.opened import Opened
from core.admin.saving import Refused, message_of
from core.models import Draft, PublicationState, Publishable
from core.publishing import owner_path

WAIT = "SET LOCAL lock_timeout = '1s'"
IN_USE = "Somebody is saving this record just now. Try again in a moment."


class NotYet(Exception):
    """What was typed cannot be shown as a page before something is mended: sentences."""

    def __init__(self, sentences):
        super().__init__(*sentences)
        self.sentences = sentences


class Anybody(AnonymousUser):
    """Fills in forms whose content nobody keeps."""

    is_active = is_staff = True

    def has_perm(self, perm, obj=None):
        return True


def rehearsed(make):
    """What a function gives that may change the catalogue as it likes; all is taken back."""
    with revision.aside(), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(WAIT)
        try:
            return make()
        except OperationalError as error:
            raise NotYet([IN_USE]) from error
        finally:
            transaction.set_rollback(True)


def put_in(desk, request, object_id, post):
    """The record with what a form sends put into it, merged with what it holds now."""
    request = copy(request)
    request.user, request.draft = Anybody(), Draft(row_id=object_id and int(object_id))
    request.method, request.POST, request._files = "POST", content_of(post), MultiValueDict()
    request._messages = FallbackStorage(request)
    request.opened, request.refusals = Opened.read(post.get(unsaved.OPENED, "")), []
    request.is_rehearsal = True
    record = desk.get_object(request, object_id) if object_id else None
    desk.compare(request, record)
    request.refusals = []
    fields = flatten_fieldsets(desk.get_fieldsets(request, record))
    make_form = desk.get_form(request, record, change=record is not None, fields=fields)
    form = make_form(request.POST, request.FILES, instance=record)
    formsets, _ = desk._create_formsets(request, form.instance, change=record is not None)
    if not all([form.is_valid(), all_valid(formsets)]):
        raise NotYet(list(errors_of(form, formsets)))
    try:
        with transaction.atomic():
            saved = desk.save_form(request, form, change=record is not None)
            desk.save_model(request, saved, form, record is not None)
            desk.save_related(request, form, formsets, record is not None)
    except Refused as refusal:
        raise NotYet(list(map(str, refusal.problems))) from refusal
    except IntegrityError as error:
        raise NotYet([message_of(desk.model, error)]) from error
    return saved


def content_of(post):
    """What a form sends of the record, without buttons and words to colleagues."""
    content = post.copy()
    for name in [name for name in content if name.startswith("_")]:
        del content[name]
    return content


def errors_of(form, formsets):
    """What is wrong with a form and its rows, as sentences."""
    for bound in (form, *(row for formset in formsets for row in formset.forms)):
        for name, texts in bound.errors.items():
            label = bound[name].label if name in bound.fields else ""
            for text in texts:
                yield f"{label}: {text}" if label else text
    for formset in formsets:
        yield from formset.non_form_errors()


def make_public(record):
    """Let readers see a record, and what it belongs to, with the gaps that they still have.

    :raises NotYet: if it breaks a rule that no gap can stand for.
    """
    owner = owner_of(record)
    if not isinstance(owner, Publishable):
        return
    try:
        with transaction.atomic():
            if lacking := fill_gaps(owner):
                raise NotYet([f"It has no {name}." for name in lacking])
            type(owner).objects.filter(pk=owner.pk).update(publication=PublicationState.PUBLISHED)
    except IntegrityError as error:
        raise NotYet([message_of(type(owner), error)]) from error


def owner_of(record):
    """What a record is as public as: itself, or what it is deleted with."""
    for name in filter(None, (owner_path(type(record)) or "").split("__")):
        record = getattr(record, name)
    return record


def owner_there(record):
    """The same, as it is now; None where that is gone."""
    try:
        return owner_of(record)
    except ObjectDoesNotExist:
        return None
