"""The page of a record before readers see it: exactly theirs, for those who work at the desk."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, resolve, reverse
from django.views.decorators.http import require_safe

from core.admin import unsaved
from core.admin.buttons import Button
from core.admin.drafts import draft_in
from core.admin.keys import key_in
from core.admin.preview_links import are_possible, links_page
from core.admin.previewing import Subject, answered, kinds, of_version
from core.admin.rehearsal import NotYet
from core.models import Draft
from core.models.drafts import DraftVersion
from core.publishing import is_public

NOT_SAVED = "A preview of what you have typed. It is not saved, and readers see nothing of it."
OF_SAVED = "A preview of what is saved, as readers would see it. They do not see it yet."
OF_PUBLIC = "What readers see now."
BUTTON = Button(unsaved.PREVIEW, "Preview", "visibility", attrs={"formtarget": "_blank"})


class Previewing:
    """A mixin for pages of records that readers will see on pages of their own."""

    def get_urls(self):
        name, view = f"{self.opts.app_label}_{self.opts.model_name}", self.admin_site.admin_view
        if self.model not in kinds:
            return super().get_urls()
        return [
            path("preview/", view(require_safe(self.preview)), name=f"{name}_preview"),
            path("links/", view(self.links_view), name=f"{name}_links"),
            *super().get_urls(),
        ]

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        is_asked = request.method == "POST" and unsaved.PREVIEW in request.POST
        if is_asked and self.model in kinds:
            kept = unsaved.keep(request)
            if kept is None:
                raise PermissionDenied("Nothing that the desk has shown.")
            return HttpResponseRedirect(f"{self.preview_url()}?typed={kept.pk}")
        return super().changeform_view(request, object_id, form_url, extra_context)

    def preview_url(self):
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_preview")

    def preview(self, request):
        """What readers would see: ?record= as saved, ?version= of a draft, ?typed= as kept."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        subject = self.subject(request)
        form = request.GET.get("as", "page")
        if subject is None or form not in kinds[self.model].forms:
            raise Http404("There is nothing to preview here.")

        def address(one):
            query = request.GET.copy()
            query["as"] = one
            return f"{request.path}?{query.urlencode()}"

        try:
            return answered(self, request, subject, form, address)
        except NotYet as problem:
            return self.not_yet(request, problem)

    def subject(self, request):
        """What an address asks to preview, as a Subject; None where there is no such thing."""
        keys = {name: key_in(request.GET.get(name, "")) for name in ("record", "version", "typed")}
        if keys["version"] is not None:
            return self.subject_of_version(request, keys["version"], keys["record"])
        if keys["record"] is not None:
            record = self.model.objects.filter(pk=keys["record"]).first()
            text = record and (OF_PUBLIC if is_public(record) else OF_SAVED)
            return record and Subject(str(record.pk), None, text)
        kept = unsaved.own(request, keys["typed"]) if keys["typed"] is not None else None
        if kept is None:
            return None
        match = resolve(kept.path)
        if getattr(match.func, "model_admin", self) is not self:
            return None
        object_id = match.kwargs.get("object_id")
        if "draft_id" in match.kwargs:
            draft = Draft.objects.of(self.model).filter(pk=match.kwargs["draft_id"]).first()
            object_id = draft and draft.row_id and str(draft.row_id)
        return Subject(object_id, kept.post, NOT_SAVED)

    def subject_of_version(self, request, key, record_key):
        """A version of a draft of this kind; of this record, where the address names one too."""
        versions = DraftVersion.objects.filter(draft__in=Draft.objects.of(self.model))
        if record_key is not None:
            versions = versions.filter(draft__row_id=record_key)
        version = versions.filter(pk=key).select_related("draft").first()
        return version and of_version(version, request.user)

    def not_yet(self, request, problem):
        """The page that says what has to be mended before there is anything to see."""
        context = self.admin_site.each_context(request) | {
            "title": "No preview yet",
            "opts": self.opts,
            "sentences": problem.sentences,
        }
        return TemplateResponse(request, "admin/no_preview.html", context, status=409)

    def links_view(self, request):
        """Links to a preview (?record= or ?version=): those there are, and one more."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        subject = self.subject(request)
        if subject is None or "typed" in request.GET:
            raise Http404("There is nothing to preview here.")
        return links_page(self, request, subject)

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if self.model in kinds and not context["is_popup"]:
            draft = draft_in(request)
            query = f"record={obj.pk}" if obj and not draft else ""
            if draft and draft.pk:
                query = f"version={draft.latest.pk}"
            if query:
                context["preview_url"] = f"{self.preview_url()}?{query}"
                name = f"admin:{self.opts.app_label}_{self.opts.model_name}_links"
                if self.may_be_linked(draft, obj):
                    context["links_url"] = f"{reverse(name)}?{query}"
            if self.has_change_permission(request, obj):
                context.setdefault("actions_submit_line", []).append(BUTTON)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def may_be_linked(self, draft, record):
        """Whether others may be shown a draft, or a record, of which there is no draft here."""
        if draft and record:  # read anew: the form has filled this one in
            record = self.model.objects.filter(pk=record.pk).first()
        return (draft is not None or not is_public(record)) and are_possible(record)
