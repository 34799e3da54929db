"""The page of a record before readers see it: exactly theirs, for the desk, or by an expiring link.

What was typed, kept or saved is put into the catalogue, the public views answer as they would
anybody, and all is taken back (`rehearsal.py`). So a preview shows what readers will see, and
nothing else that they do not see.
"""

from copy import copy
from dataclasses import dataclass

from django.contrib import admin
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, render
from django.template.response import TemplateResponse
from django.urls import path, resolve, reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.views.decorators.http import require_safe

from core.admin import unsaved
from core.admin.buttons import Button
from core.admin.drafts import draft_in
from core.admin.keys import key_in
from core.admin.opened import Opened
from core.admin.rehearsal import NotYet, make_public, owner_of, put_in, rehearsed
from core.models import Draft, PreviewLink
from core.models.drafts import DraftVersion
from core.models.unsaved import name_of_form
from core.publishing import is_public
from core.web.security import PAGES, header

NOT_SAVED = "A preview of what you have typed. It is not saved, and readers see nothing of it."
OF_DRAFT = "A preview of version {} of a draft of changes. Readers see nothing of it."
OF_SAVED = "A preview of what is saved, as readers would see it. They do not see it yet."
OF_PUBLIC = "What readers see now."
FOR_COMMENT = "Not published: for comment until {}."
HEADERS = {
    "Cache-Control": "private, no-store",
    "X-Robots-Tag": "noindex, nofollow",
    "Content-Security-Policy": header(PAGES),
}
FORMS = {"page": "The page", "list": "As lists show it", "data": "Data (JSON)"}


BUTTON = Button(unsaved.PREVIEW, "Preview", "visibility", attrs={"formtarget": "_blank"})


@dataclass(frozen=True)
class Shown:
    """How readers see records of a kind, besides their page.

    entry: a function of a record that gives it as lists show it, in HTML; data: a function of a
    record that gives its address in the API.
    """

    entry: object
    data: object


kinds = {}  # a Shown by model


@dataclass(frozen=True)
class Banner:
    """What stands above a preview: what it is; ways to see it: label, address, whether now."""

    text: str
    ways: list


@dataclass(frozen=True)
class Subject:
    """What a preview is of.

    object_id: of the record, None for a new one; post: what its form sends, None for what is saved;
    text: what to say of it.
    """

    object_id: str | None
    post: object
    text: str


def answered(desk, request, subject, form, address):
    """What readers would get; form: one of FORMS; address: a function that gives where each is."""
    ways = [(label, address(one), one == form) for one, label in FORMS.items()]
    banner = Banner(subject.text, ways)

    def make():
        if subject.post is None:
            record = get_object_or_404(desk.model, pk=subject.object_id)
        else:
            record = put_in(desk, request, subject.object_id, subject.post)
        make_public(record)
        record = desk.model.objects.get(pk=record.pk)
        if form == "data":
            return as_reader(request, kinds[desk.model].data(record), banner)
        if form == "list":
            return entry_page(request, kinds[desk.model].entry(record), banner)
        return as_reader(request, record.get_absolute_url(), banner)

    response = rehearsed(make)
    for name, value in HEADERS.items():
        response.headers[name] = value
    return response


def as_reader(request, address, banner):
    """What the view at a public address answers to somebody whom nobody knows."""
    match = resolve(address)
    reader = readers(request, address, banner)
    reader.resolver_match = match
    response = match.func(reader, *match.args, **match.kwargs)
    return response.render() if hasattr(response, "render") else response


def entry_page(request, entry, banner):
    """A page with nothing but what lists show of a record."""
    reader = readers(request, "/", banner)
    return render(reader, "portal/preview_entry.html", {"entry": entry})


def readers(request, address, banner):
    """A request as somebody whom nobody knows would send it."""
    reader = copy(request)
    reader.method, reader.GET, reader.POST = "GET", QueryDict(), QueryDict()
    reader.user, reader.COOKIES = AnonymousUser(), {}
    reader.path = reader.path_info = address
    reader.META = request.META | {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": address,
        "QUERY_STRING": "",
        "HTTP_ACCEPT": "application/json" if address.startswith("/api/") else "text/html",
    }
    reader.preview = banner
    return reader


def of_version(version, user=None):
    """The Subject that a version of a draft is."""
    draft = version.draft
    post = version.post
    form = {"user": user and user.pk, "form": name_of_form()}
    post[unsaved.OPENED] = str(Opened(**version.shown | form))
    object_id = None if draft.row_id is None else str(draft.row_id)
    return Subject(object_id, post, OF_DRAFT.format(version.number))


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
        if subject is None or form not in FORMS:
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
        if keys["record"] is not None:
            record = self.model.objects.filter(pk=keys["record"]).first()
            text = record and (OF_PUBLIC if is_public(record) else OF_SAVED)
            return record and Subject(str(record.pk), None, text)
        if keys["version"] is not None:
            versions = DraftVersion.objects.filter(draft__in=Draft.objects.of(self.model))
            version = versions.filter(pk=keys["version"]).select_related("draft").first()
            return version and of_version(version, request.user)
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
        if subject is None:
            raise Http404("There is nothing to preview here.")
        about = self.link_of(request, subject)
        links = PreviewLink.objects.filter(
            kind=about.kind,
            row_id=about.row_id,
            version__draft=about.version and about.version.draft,
        )
        if request.method == "POST":
            self.make_or_withdraw(request, about, links)
            return HttpResponseRedirect(request.get_full_path())
        context = self.admin_site.each_context(request) | {
            "title": "Previews for people outside",
            "opts": self.opts,
            "about": subject.text,
            "links": [
                (link, request.build_absolute_uri(reverse("preview", args=[link.token])))
                for link in links.select_related("made_by", "version")
            ],
            "until": about.expires_at,
            "today": timezone.localdate(),
            "preview": f"{self.preview_url()}?{request.GET.urlencode()}",
        }
        return TemplateResponse(request, "admin/preview_links.html", context)

    def link_of(self, request, subject):
        """A link to a preview, not made yet."""
        key = key_in(request.GET.get("version", ""))
        version = key and DraftVersion.objects.select_related("draft").get(pk=key)
        return PreviewLink(
            kind=self.opts.model_name,
            row_id=subject.object_id and int(subject.object_id),
            version=version or None,
            made_by=request.user,
        )

    def make_or_withdraw(self, request, about, links):
        """Do what the page of links asks for."""
        if "withdraw" in request.POST:
            key = key_in(request.POST["withdraw"])
            links.filter(pk=key, withdrawn_at=None).update(withdrawn_at=timezone.now())
            return
        day = parse_date(request.POST.get("until", "")) if request.POST.get("until") else None
        if day and day >= timezone.localdate():
            about.expires_at = about.expires_at.replace(year=day.year, month=day.month, day=day.day)
        about.save()

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if self.model in kinds and not context["is_popup"]:
            draft = draft_in(request)
            query = f"record={obj.pk}" if obj and not draft else ""
            if draft and draft.pk:
                query = f"version={draft.latest.pk}"
            if query:
                context["preview_url"] = f"{self.preview_url()}?{query}"
                name = f"admin:{self.opts.app_label}_{self.opts.model_name}_links"
                if draft or not is_public(obj):
                    context["links_url"] = f"{reverse(name)}?{query}"
            if self.has_change_permission(request, obj):
                context.setdefault("actions_submit_line", []).append(BUTTON)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)


def is_for_comment(link, record):
    """Whether what a link leads to is there, and shows nothing else that is a draft."""
    if link.version is None:
        return record is not None and (owner_of(record) == record or is_public(record))
    draft = link.version.draft
    is_there = record is not None or link.row_id is None
    return is_there and (draft.is_open or is_published(draft))


def is_over(link, record):
    """Whether readers see by now what a link was made for."""
    return is_published(link.version.draft) if link.version else is_public(record)


def is_published(draft):
    return draft.state == Draft.State.PUBLISHED


@require_safe
def shared(request, token, form="page"):
    """The page of what is not published yet, for whoever has got a link to it."""
    link = PreviewLink.objects.with_token(token)
    model = link and next((one for one in kinds if one._meta.model_name == link.kind), None)
    row_id = link and (link.version.draft.row_id if link.version else link.row_id)
    record = model and model.objects.filter(pk=row_id).first()
    if model is None or form not in FORMS or not is_for_comment(link, record):
        raise Http404("There is no preview at this address, or not any more.")
    if record and is_over(link, record):
        return HttpResponseRedirect(record.get_absolute_url())
    desk = admin.site.get_model_admin(model)
    until = date_format(timezone.localtime(link.expires_at), "j F Y")
    object_id = None if link.row_id is None else str(link.row_id)
    subject = of_version(link.version) if link.version else Subject(object_id, None, "")
    subject = Subject(subject.object_id, subject.post, FOR_COMMENT.format(until))

    def address(one):
        return reverse("preview", args=[token] if one == "page" else [token, one])

    try:
        return answered(desk, request, subject, form, address)
    except NotYet as problem:
        raise Http404("What was to be seen here cannot be shown any more.") from problem
