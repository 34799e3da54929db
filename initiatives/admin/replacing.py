"""One address in the place of another, in one source or everywhere: asked first, then at once."""

from dataclasses import dataclass
from functools import cached_property

from django import forms
from django.contrib import messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, models
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_POST
from unfold.widgets import UnfoldAdminTextInputWidget

from core.admin.columns import change_url, page_url
from core.admin.moving import BY_A_DRAFT, not_for_one_alone
from core.admin.saving import lock, message_of
from core.admin.steps import offer_undo
from core.admin.uses import Way
from core.history import recorded
from core.models.history import Edit
from core.publishing.addresses import dead_form, page_at, tidy_address
from initiatives.links import address_columns
from initiatives.models import Source
from initiatives.models.sources import WebAddressField

NOT_YOURS = "You may not change it."
IS_ANOTHERS = "Another source has this address already. Move what uses this one there."
MOVED_ON = "That has changed meanwhile. Look again."
CONFIRMED = "confirmed"  # the field that says what the page told


class Replacing:
    """A mixin for the pages of sources: a new address in one click, or in all places at once."""

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        new = self.admin_site.admin_view(require_POST(self.use_new_address))
        everywhere = self.admin_site.admin_view(self.replace_view)
        return [
            path("<path:object_id>/new-address/", new, name=f"{name}_new_address"),
            path("<path:object_id>/replace/", everywhere, name=f"{name}_replace"),
            *super().get_urls(),
        ]

    def source_at(self, request, object_id):
        """The source with this id, as an address has it, for whoever may see it."""
        source = self.get_object(request, unquote(object_id))
        if source is None:
            raise Http404("There is no such source.")
        if not self.has_view_permission(request, source):
            raise PermissionDenied
        return source

    def use_new_address(self, request, object_id):
        """Have a source say the address that its site says it has moved to, as the page showed."""
        source = self.source_at(request, object_id)
        form = NewAddress(request.POST)
        if not form.is_valid() or source.moved_to != request.POST["to"]:
            self.message_user(request, MOVED_ON, messages.WARNING)
            return HttpResponseRedirect(change_url(source))
        replacement = Replacement(request, source, form.cleaned_data["to"], is_everywhere=False)
        for place in replacement.left:
            text = format_html('{} <a href="{}">{}</a>', place.why_not, *instead(place))
            self.message_user(request, text, messages.ERROR)
        if replacement.possible:
            self.replaced(request, replacement)
        return HttpResponseRedirect(change_url(source))

    def replace_view(self, request, object_id):
        """Where the page of a source is named; what is to stand there; whether that is meant."""
        source = self.source_at(request, object_id)
        initial = {"to": source.moved_to or source.url}
        form = NewAddress(request.POST or None, initial=initial)
        replacement = None
        if request.method == "POST" and form.is_valid():
            replacement = Replacement(request, source, form.cleaned_data["to"], is_everywhere=True)
            if CONFIRMED in request.POST and self.replaced(request, replacement):
                return HttpResponseRedirect(change_url(source))
        context = self.admin_site.each_context(request) | {
            "title": "Replace an address everywhere",
            "opts": self.opts,
            "source": source,
            "url": change_url(source),
            "form": form,
            "replacement": replacement,
        }
        return TemplateResponse(request, "admin/replace_address.html", context)

    def replaced(self, request, replacement):
        """Replace what the page told of, and say so; whether it was done."""
        told = request.POST.get(CONFIRMED)
        try:
            with recorded(Edit.Way.STEP, user=request.user, what=f"New address: {replacement.new}"):
                if told is not None and told != replacement.told:
                    self.message_user(request, MOVED_ON, messages.WARNING)
                    return False
                number = replacement.make()
                offer_undo(request)
        except IntegrityError as error:
            said = message_of(Source, error)
            self.message_user(request, f"Nothing was replaced. {said}", messages.ERROR)
            return False
        where = "in one place" if number == 1 else f"in {number} places"
        text = f"The new address stands {where}. By tomorrow it is asked whether it answers."
        self.message_user(request, text, messages.SUCCESS)
        return True


def instead(place):
    """Where something can be done that is not done here, and what that is called."""
    if place.elsewhere:
        return place.elsewhere, "What uses it"
    return page_url(place.owner, "new_draft"), "A draft of changes"


class NewAddress(forms.Form):
    """Asks for the new address."""

    to = forms.CharField(
        label="New address", max_length=500, widget=UnfoldAdminTextInputWidget, strip=True
    )

    def clean_to(self):
        address = tidy_address(self.cleaned_data["to"])
        WebAddressField().run_validators(address)
        if fault := dead_form(address):
            raise ValidationError(f"Nobody can open it: {fault}.")
        return address


@dataclass(frozen=True)
class Place:
    """A row that names the address: in which way, whose it is, and why it stays as it is."""

    way: Way
    row: models.Model
    owner: models.Model
    why_not: str = ""
    elsewhere: str = ""  # where it can be done instead

    @property
    def url(self):
        return change_url(self.owner)

    @property
    def kind(self):
        return self.owner._meta.verbose_name


class Replacement:
    """A new address in the place of that of a source; in this alone, or everywhere."""

    def __init__(self, request, source, new, *, is_everywhere):
        self.request, self.source, self.new = request, source, new
        self.old = source.url
        self.is_everywhere = is_everywhere

    @cached_property
    def places(self):
        """All Places that name the page, however its address is written."""
        if not self.is_everywhere:
            field = Source._meta.get_field("url")
            return [self.place(Way(field), self.source)]
        return [
            self.place(Way(field), row)
            for model, field in address_columns()
            for row in rows_at(model, field, self.old)
        ]

    def place(self, way, row):
        owner = way.owners_of(way.rows.filter(pk=row.pk)).get()
        if not way.desk.has_change_permission(self.request, owner):
            return Place(way, row, owner, NOT_YOURS)
        if not_for_one_alone(way, way.owner._base_manager.filter(pk=owner.pk)).exists():
            return Place(way, row, owner, BY_A_DRAFT)
        if isinstance(row, Source) and Source.objects.of_page(self.new).exclude(pk=row.pk).exists():
            return Place(way, row, owner, IS_ANOTHERS, page_url(row, "uses"))
        return Place(way, row, owner)

    @property
    def possible(self):
        return [place for place in self.places if not place.why_not]

    @property
    def left(self):
        return [place for place in self.places if place.why_not]

    @property
    def told(self):
        """What the page says that will be changed, so that nothing else is."""
        keys = sorted((place.row._meta.label, place.row.pk) for place in self.possible)
        return f"{self.new} {keys}"

    def make(self):
        """Do it, and note it with each record that it concerns; how many places it was."""
        for place in self.possible:
            lock(place.owner)
        for place in self.possible:
            field = place.way.field
            rows = field.model._base_manager.filter(pk=place.row.pk)
            rows.update(**{field.name: self.new})
            owners = place.way.owner._base_manager.filter(pk=place.owner.pk)
            if any(one.name == "updated_at" for one in place.way.owner._meta.fields):
                owners.update(updated_at=timezone.now())
            text = f"{place.way.label.capitalize()}: “{self.old}” became “{self.new}”."
            LogEntry.objects.log_actions(self.request.user.pk, owners, CHANGE, text)
        return len(self.possible)


def rows_at(model, field, address):
    """The rows of a model that name the page of an address, however it is written."""
    page = page_at(address)
    host = page.split("/")[0].split(":")[0].split("?")[0]
    near = model._base_manager.filter(**{f"{field.name}__icontains": host}) if host else ()
    return [row for row in near if page_at(getattr(row, field.name)) == page]
