"""The versions of a draft of changes: what each says, and what it changed."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse

from core.admin.columns import link_to
from core.admin.difference import Contents, differences
from core.admin.opened import Opened, Values
from core.models import Draft


def url_of_draft(draft, app_label):
    return reverse(f"admin:{app_label}_{draft.kind}_draft", args=[draft.pk])


class DraftVersions:
    """A mixin for pages of records that have drafts: the pages of their versions."""

    def contents(self, version):
        """What a version of a draft says."""
        return Contents.sent(self, version.post, Opened(**version.shown))

    def changes(self, version, before):
        """What a version of a draft says that another one did not."""
        return differences(self, self.contents(before), self.contents(version))

    def changes_to_live(self, request, post, opened, record):
        """What a form sends that the record, as readers see it, does not say."""
        before = Contents({})
        if record is not None:  # read anew: the form has filled this one in
            stored = self.get_object(request, str(record.pk))
            before = Contents.held(Values.held(self, request, stored))
        return differences(self, before, Contents.sent(self, post, opened))

    def version_url(self, draft, version):
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_draft_version"
        return reverse(name, args=[draft.pk, version.number])

    def draft_version_view(self, request, draft_id, number):
        """What one version of a draft changed: since the one before, and of the record."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        draft = get_object_or_404(Draft.objects.of(self.model), pk=draft_id)
        version = get_object_or_404(draft.versions.select_related("saved_by"), number=number)
        before = draft.versions.filter(number__lt=number).order_by("number").last()
        request.draft = draft
        record = draft.row_id and self.get_object(request, str(draft.row_id))
        opened = Opened(**version.shown)
        context = self.admin_site.each_context(request) | {
            "title": f"{draft.name}: version {number} of a draft",
            "opts": self.opts,
            "draft": draft,
            "version": version,
            "versions": self.versions_of(draft),
            "since": list(self.changes(version, before)) if before else None,
            "changes": list(self.changes_to_live(request, version.post, opened, record or None)),
            "record": record and link_to(record),
            "url": url_of_draft(draft, self.opts.app_label) if draft.is_open else "",
        }
        return TemplateResponse(request, "admin/draft_version.html", context)

    def versions_of(self, draft):
        """Pairs of a version and where it is, the newest first."""
        versions = draft.versions.select_related("saved_by").order_by("-number")
        return [(version, self.version_url(draft, version)) for version in versions]
