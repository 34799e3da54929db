"""What uses a record is moved to another of its kind: asked first, then all at once or none."""

from functools import cached_property

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection
from django.db.models import Exists, OuterRef, ProtectedError, UniqueConstraint
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from psycopg.sql import SQL, Identifier

from core.admin.choices import Choice, state_of
from core.admin.columns import change_url, page_url
from core.admin.drafts import Drafting
from core.admin.naming import in_words_of_forms
from core.admin.saving import lock, message_of
from core.admin.uses import used, used_parts, uses_of, ways_to
from core.admin.versions import APART
from core.history import recorded
from core.models.history import Edit
from core.publishing import now_public

TO, CONFIRMED = "to", "confirmed"  # fields of the forms: the other record, what the page told
OWN = ["id", "position", "public_id", *APART]  # what no two rows share, however alike they are
IN_USE = "“{}” is used, so it cannot be deleted. Move its uses to another record first."
BY_A_DRAFT = (
    "Readers see it, so that two people look at what changes in it: name the other record in a "
    "draft of changes, and have somebody else publish that."
)
OTHERS_NOW = "What uses it has changed meanwhile. Look again."


class InUse:
    """A mixin for pages of records: what uses one, and moving that; what is used is not deleted."""

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_uses"
        view = self.admin_site.admin_view(self.uses_view)
        return [path("<path:object_id>/uses/", view, name=name), *super().get_urls()]

    def get_deleted_objects(self, objs, request):
        """What goes too, in numbers: no choices among other records, which are no records."""
        listed, numbers, lacking, protected = super().get_deleted_objects(objs, request)
        through = [choice.remote_field.through._meta for choice in self.opts.many_to_many]
        names = {str(opts.verbose_name_plural) for opts in (self.opts, *through)}
        numbers = {name: number for name, number in numbers.items() if name not in names}
        return listed, in_words_of_forms(numbers), lacking, protected

    def delete_view(self, request, object_id, extra_context=None):
        record = self.get_object(request, unquote(object_id))
        is_hers = record and self.has_delete_permission(request, record)
        if is_hers and used(self.model, [record.pk]):
            return self.refuse_deletion(request, record)
        try:
            return super().delete_view(request, object_id, extra_context)
        except ProtectedError:  # somebody has begun to use it at this moment
            return self.refuse_deletion(request, record)

    def refuse_deletion(self, request, record):
        self.message_user(request, IN_USE.format(record), messages.ERROR)
        return HttpResponseRedirect(page_url(record, "uses"))

    def uses_view(self, request, object_id):
        """What uses the record; where it is to be moved to; whether that is meant."""
        record = self.get_object(request, unquote(object_id))
        if record is None:
            raise Http404("There is no such record.")
        if not self.has_view_permission(request, record):
            raise PermissionDenied
        form = form_to_choose(record, self.admin_site, request.POST or None)
        move = None
        if request.method == "POST" and form and form.is_valid():
            move = Move(request, record, form.cleaned_data[TO])
            if CONFIRMED in request.POST and self.moved(request, move):
                return HttpResponseRedirect(page_url(record, "uses"))
        context = self.admin_site.each_context(request) | {
            "title": f"What uses “{record}”",
            "opts": self.opts,
            "record": record,
            "url": change_url(record),
            "uses": move.uses if move else uses_of(record),
            "parts": [(part, page_url(part, "uses")) for part in used_parts(record)],
            "form": form,
            "move": move,
            "delete": self.has_delete_permission(request, record) and page_url(record, "delete"),
        }
        return TemplateResponse(request, "admin/uses.html", context)

    def moved(self, request, move):
        """Move what the page told of, and say so; whether it was done."""
        try:
            what = f"What used “{move.record}” uses “{move.other}” now"
            with recorded(Edit.Way.MERGE, user=request.user, what=what):
                if not move.is_as_told(request.POST[CONFIRMED]):
                    self.message_user(request, OTHERS_NOW, messages.WARNING)
                    return False
                if move.obstacles:
                    return False
                move.make()
        except IntegrityError as error:
            said = message_of(move.failing, error)
            self.message_user(request, f"Nothing was moved. {said}", messages.ERROR)
            return False
        text = f"Moved to “{move.other}”: {move.number}."
        self.message_user(request, text, messages.SUCCESS)
        return True


class Move:
    """All that uses a record is to use another of its kind."""

    def __init__(self, request, record, other):
        self.request = request
        self.record = record
        self.other = other
        self.failing = type(record)  # the model whose rows are being moved

    @cached_property
    def uses(self):
        return uses_of(self.record)

    @property
    def number(self):
        """How many records of each kind it is about, in words."""
        return ", ".join(f"{use.number} {use.name}" for use in self.uses)

    @property
    def warning(self):
        """What readers will not see any more, if the other record is not public."""
        state = state_of(self.other)
        is_public = not state or self.other.is_published
        return "" if is_public else f"“{self.other}” is not published ({state.lower()})."

    @cached_property
    def obstacles(self):
        """What keeps it from being done: records, where each is, and why."""
        found = []
        for use in self.uses:
            way, rows = use.way, use.way.of(self.record)
            owners = way.owners_of(rows)
            found += [
                (owner, change_url(owner), "You may not change it.")
                for owner in owners
                if not way.desk.has_change_permission(self.request, owner)
            ]
            found += [
                (owner, change_url(owner), BY_A_DRAFT)
                for owner in not_for_one_alone(way, owners)
                if way.desk.has_change_permission(self.request, owner)
            ]
            found += [
                (owner, change_url(owner), "It has both, with different words. Make them one.")
                for owner in way.owners_of(clashing(way, self.record, self.other))
            ]
        return found

    @property
    def told(self):
        """What the page says that will be moved, so that nothing else is."""
        return f"{self.other.pk} {self.number}"

    def is_as_told(self, told):
        """Whether it is still so; from here on nobody else can change the records it is about."""
        for record in sorted([self.record, self.other], key=lambda one: one.pk):
            if not lock(record):
                return False
        for use in self.uses:
            owners = use.way.owners_of(use.way.of(self.record))
            list(owners.select_for_update().order_by("pk").values_list("pk"))
        del self.uses
        return told == self.told

    def make(self):
        """Do it, and note it with each record that it concerns."""
        for use in self.uses:
            way, rows = use.way, use.way.of(self.record)
            self.failing = way.field.model
            owners = way.owner._base_manager.filter(
                pk__in=list(way.owners_of(rows).values_list("pk", flat=True))
            )
            if way.path:
                drop_equal(way, self.record, self.other)
            rows.update(**{way.field.name: self.other})
            connection.check_constraints()
            if any(field.name == "updated_at" for field in way.owner._meta.fields):
                owners.update(updated_at=timezone.now())
            self.note(
                owners, f"{use.way.label.capitalize()}: “{self.record}” became “{self.other}”."
            )
        both = type(self.record)._base_manager
        number = self.number
        self.note(both.filter(pk=self.record.pk), f"Its uses moved to “{self.other}”: {number}.")
        self.note(both.filter(pk=self.other.pk), f"Uses of “{self.record}” moved here: {number}.")

    def note(self, records, text):
        LogEntry.objects.log_actions(self.request.user.pk, records, CHANGE, text)


def form_to_choose(record, site, data):
    """The form that asks to which other record the uses go; None where nothing uses it."""
    ways = ways_to(type(record))
    if not ways:
        return None
    others = type(record)._default_manager.exclude(pk=record.pk)

    class Form(forms.Form):
        to = forms.ModelChoiceField(
            others,
            label="Move these uses to",
            widget=Choice(ways[0].field, site),
        )

    return Form(data)


def not_for_one_alone(way, owners):
    """Those of some records that have rows which readers see, where two look at each change."""
    if settings.PUBLISH_ALONE or not isinstance(way.desk, Drafting):
        return owners.none()
    return owners.filter(now_public(way.owner))


def clashing(way, record, other):
    """The rows that cannot name the other record: one does so already, and differs."""
    model, name = way.field.model, way.field.name
    keys = set()
    for constraint in model._meta.constraints:
        if isinstance(constraint, UniqueConstraint) and name in constraint.fields:
            same = {field: OuterRef(field) for field in constraint.fields if field != name}
            twins = way.of(other).filter(**same)
            keys.update(way.of(record).filter(Exists(twins)).values_list("pk", flat=True))
    return way.rows.filter(pk__in=keys - equal(way, record, other))


EQUAL = SQL(
    "SELECT one.id FROM {table} AS one JOIN {table} AS two ON"
    " to_jsonb(one) - %(own)s::text[] = to_jsonb(two) - %(own)s::text[]"
    " WHERE one.{column} = %(record)s AND two.{column} = %(other)s"
)


def equal(way, record, other):
    """The ids of the rows that say of a record what a row says of the other already."""
    if not way.path:
        return set()
    table, column = way.field.model._meta.db_table, way.field.column
    statement = EQUAL.format(table=Identifier(table), column=Identifier(column))
    values = {"own": [*OWN, column], "record": record.pk, "other": other.pk}
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return {key for (key,) in cursor.fetchall()}


def drop_equal(way, record, other):
    way.rows.filter(pk__in=equal(way, record, other)).delete()
