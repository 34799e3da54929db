"""The history of a record at the desk: what was changed, and how the record was at any time."""

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.db.models import Max
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, resolve, reverse

from core.admin.bringing import FORMER
from core.admin.columns import change_url
from core.admin.keys import key_in
from core.admin.naming import label_of_field, names_of_rows, readable, title_of_row
from core.admin.opened import Values
from core.admin.rehearsal import NotYet, make_public
from core.admin.told import last_name, told
from core.history.former import as_it_was, rows_of
from core.history.tables import models_by_kind
from core.http_cache.middleware import PRIVATE
from core.models.history import Edit

LAST_PAGE = 10**6
TAKEN = "That version cannot be shown: by now another record has what only one can have."
LACKING = "That version cannot be shown: it lacked what readers need. {}"


class KeepsHistory:
    """A mixin for pages of records: the page of their history, and of each version."""

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_version"
        view = self.admin_site.admin_view(self.version_view)
        return [path("<path:object_id>/history/<int:edit>/", view, name=name), *super().get_urls()]

    @property
    def has_history(self):
        """Whether the records are the catalogue's, and not what readers send, say."""
        return self.model in models_by_kind().values()

    def delete_view(self, request, object_id, extra_context=None):
        context = {"comes_back": self.has_history} | (extra_context or {})
        return super().delete_view(request, object_id, context)

    def history_view(self, request, object_id, extra_context=None):
        """What was changed, newest first: by whom, when, why, and each field before and after."""
        if not self.has_history:
            return super().history_view(request, object_id, extra_context)
        key = key_in(unquote(object_id))
        record = None if key is None else self.get_object(request, str(key))
        if not self.has_view_or_change_permission(request, record):
            raise PermissionDenied
        page = min(key_in(request.GET.get("p", "")) or 1, LAST_PAGE)
        edits, has_more = ([], False) if key is None else told(self, key, page)
        if record is None and not edits:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        name = record or last_name(self.model, key)
        context = self.admin_site.each_context(request) | {
            "title": f"History of “{name}”",
            "opts": self.opts,
            "original": record,
            "record": record,
            "key": key,
            "edits": edits,
            "form": record and change_url(record),
            "may_change": record is not None and self.has_change_permission(request, record),
            "version": f"admin:{self.opts.app_label}_{self.opts.model_name}_version",
            "former": FORMER,
            "newer": page - 1,
            "older": has_more and page + 1,
        }
        return TemplateResponse(request, "admin/history.html", context)

    def version_view(self, request, object_id, edit):
        """The record as it was after an edit: its page as readers would have seen it."""
        key = key_in(unquote(object_id))
        if not self.has_view_or_change_permission(request, self.get_object(request, str(key))):
            raise PermissionDenied
        rows = rows_of(self.model, key).filter(edit=edit)
        last = rows.aggregate(last=Max("pk"))["last"]
        if last is None:
            raise Http404("The history of this record has no such version.")
        request.as_it_was = Edit.objects.get(pk=edit).at
        try:
            with as_it_was(self.model, key, last) as former:
                if former is None:
                    raise Http404("It was deleted then.")
                response = self.page_of(request, former)
        except IntegrityError:
            return self.not_shown(request, key, TAKEN)
        except NotYet as lacking:
            return self.not_shown(request, key, LACKING.format(" ".join(lacking.sentences)))
        response.headers["Cache-Control"] = PRIVATE
        return response

    def not_shown(self, request, key, why):
        """Back to the history, which says why there is no page of a version."""
        messages.error(request, why)
        return HttpResponseRedirect(history_url(self.model, key))

    def page_of(self, request, former):
        """The public page of a record that is so for this moment, or what its form would show."""
        if hasattr(former, "get_absolute_url"):
            make_public(former)
            view, arguments, named = resolve(former.get_absolute_url())
            return view(request, *arguments, **named)
        values = Values.held(self, request, former)
        context = self.admin_site.each_context(request) | {
            "title": f"“{former}” as it was",
            "opts": self.opts,
            "moment": request.as_it_was,
            "lines": list(self.in_words(values)),
            "back": history_url(self.model, former.pk),
        }
        return TemplateResponse(request, "admin/version.html", context).render()

    def in_words(self, values):
        """Pairs of a label and a text for what a form shows."""
        for name, texts in values.fields.items():
            yield label_of_field(self.model, name), readable(self.model, name, texts)
        for prefix, rows in values.rows.items():
            model = self.model._meta.get_field(prefix).related_model
            noun, _ = names_of_rows(self, model)
            for row in rows.values():
                yield title_of_row(noun, model, row), ""


def history_url(model, key):
    """Where the desk tells the history of a record, deleted ones included."""
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_history", args=[key])
