"""The curators' desk as a site of its own: its search, and what its autocompletes say."""

import time
from functools import wraps

from django.apps import apps
from django.contrib import admin, messages
from django.contrib.admin import sites
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.views.decorators.http import require_POST
from unfold.apps import BasicAppConfig
from unfold.sites import UnfoldAdminSite

from core.text import tidied
from portal.desk.wording import in_plain_words

NAMES = {"admin": "Upkeep", "auth": "Access"}  # of Django's own apps, as the sidebar has them


class CatalogueAdminConfig(BasicAppConfig):
    """The app of unfold, with our site in place of its own."""

    def ready(self):
        admin.site = sites.site = CatalogueAdminSite()
        for app, name in NAMES.items():
            apps.get_app_config(app).verbose_name = name


class CatalogueAdminSite(UnfoldAdminSite):
    """unfold's site, where search is fresh and a choice says what readers do not see."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.disable_action("delete_selected")  # pages of records have their own, with care

    def admin_view(self, view, cacheable=False):
        """A page of the desk. What somebody changes there is hers in the history.

        What is sent to it when a session is over is kept for its sender.
        """
        guarded = super().admin_view(view, cacheable)

        @wraps(guarded)
        def page(request, *args, **kwargs):
            from core.admin import limits, unsaved  # noqa: PLC0415 need the models

            limits.refuse_many_rows(request)
            if self.has_permission(request):
                limits.refuse_odd_questions(request)
            if request.method != "POST":
                return in_plain_words(guarded(request, *args, **kwargs))
            if self.has_permission(request):
                with recorded_for(request):
                    return in_plain_words(guarded(request, *args, **kwargs))
            if unsaved.is_sent_by_itself(request):
                return unsaved.answer_to_script(request, is_here=False)
            if unsaved.keep(request):
                messages.warning(request, unsaved.KEPT)
            return in_plain_words(guarded(request, *args, **kwargs))

        return page

    def get_urls(self):
        from core.admin import alike, deleted, undo_pages  # noqa: PLC0415 need the models
        from portal.desk import own_access  # noqa: PLC0415
        from portal.desk.notices import put_away  # noqa: PLC0415
        from portal.imports.urls import urls as imports  # noqa: PLC0415
        from portal.reports import pages  # noqa: PLC0415
        from portal.sheets import desk as sheets  # noqa: PLC0415

        own = [
            path(f"access/{address}", self.admin_view(view), name=name)
            for address, view, name in own_access.PAGES
        ]
        on_paper = self.admin_view(pages.reports_on_paper)
        table = self.admin_view(pages.report_table)
        page_of = self.admin_view(self.view_on_site)
        return [
            *own,
            path("r/<path:content_type_id>/<path:object_id>/", page_of, name="view_on_site"),
            path("reports/", self.admin_view(pages.reports), name="reports"),
            path("reports/print/", on_paper, name="reports_on_paper"),
            path("reports/<slug:section>/<slug:table>/csv/", table, name="report_table"),
            path("notices/away/", self.admin_view(require_POST(put_away)), name="put_away"),
            path("alike/", self.admin_view(alike.alike), name="alike"),
            path("deleted/", self.admin_view(deleted.deleted_records), name="deleted"),
            path("deleted/<int:number>/", self.admin_view(deleted.bring_back), name="bring_back"),
            path("steps/", self.admin_view(undo_pages.recent_edits), name="edits"),
            path("steps/<int:number>/undo/", self.admin_view(undo_pages.undo), name="undo"),
            *sheets.urls(self),
            *imports(self.admin_view),
            *super().get_urls(),
        ]

    def each_context(self, request):
        """Without the colours, which unfold writes into each page: they are in a file of ours."""
        return {**super().each_context(request), "colors": None}

    def login(self, request, extra_context=None):
        """The page of the password. What follows on it, `portal.accounts.half_way` says."""
        from portal.accounts.sign_in import SignIn  # noqa: PLC0415 needs the models

        if request.method == "GET" and self.has_permission(request):
            return redirect("admin:index")
        about = {"title": "Sign in", "app_path": request.get_full_path()}
        context = self.each_context(request) | about | (extra_context or {})
        return SignIn.as_view(extra_context=context)(request)

    def password_change(self, request, extra_context=None):
        """The page of a new password: the old one is guessed no faster than at the sign-in."""
        from portal.accounts.guard import few_at_once  # noqa: PLC0415 need the models
        from portal.accounts.own_password import ChangePassword  # noqa: PLC0415

        request.current_app = self.name
        context = self.each_context(request) | (extra_context or {})
        return few_at_once(ChangePassword.as_view(extra_context=context))(request)

    def search(self, request, extra_context=None):
        """What the search box of the sidebar finds: lists by their names, and records."""
        from portal.desk.home import find_records  # noqa: PLC0415 needs the models

        start = time.perf_counter()
        text = tidied(request.GET.get("s", ""), is_line=True).strip()
        if not text:
            return HttpResponse()
        lists = self._search_apps(self.get_app_list(request), text.lower())
        found = [*lists, *find_records(request, text)]
        paginator = Paginator(found, len(found) or 1)
        context = {
            "page_obj": paginator,
            "results": paginator.page(1),
            "page_counter": 0,
            "execution_time": time.perf_counter() - start,
        }
        template = "unfold/helpers/command_results.html"
        return TemplateResponse(request, template, context, headers={"HX-Trigger": "search"})

    def view_on_site(self, request, content_type_id, object_id):
        """To the page of a record, for whoever may look at it here: an address tells its name."""
        from django.contrib.contenttypes.models import ContentType  # noqa: PLC0415
        from django.contrib.contenttypes.views import shortcut  # noqa: PLC0415

        from core.admin.keys import key_in  # noqa: PLC0415 needs the models

        kind = ContentType.objects.filter(pk=key_in(content_type_id)).first()
        desk = self._registry.get(kind and kind.model_class())
        if desk is None:
            raise Http404("The desk has no such records.")
        if not desk.has_view_permission(request):
            raise PermissionDenied
        return shortcut(request, kind.pk, object_id)

    def autocomplete_view(self, request):
        return Autocomplete.as_view(admin_site=self)(request)


def recorded_for(request):
    """What somebody changes at the desk, with the reason that she gave, if any."""
    from core.history import recorded  # noqa: PLC0415 needs the models
    from core.models import Edit  # noqa: PLC0415

    reason = tidied(request.POST.get("reason_of_edit", ""), is_line=True).strip()
    return recorded(Edit.Way.DESK, user=request.user, reason=reason)


class Autocomplete(AutocompleteJsonView):
    """Records to choose from, each with its state where the public does not see it."""

    def serialize_result(self, obj, to_field_name):
        from core.admin.choices import label_of  # noqa: PLC0415 needs the models

        return super().serialize_result(obj, to_field_name) | {"text": label_of(obj)}
