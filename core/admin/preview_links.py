"""Links by which people outside see a page before it is public, and never again after that."""

from datetime import datetime, time, timedelta

from django import forms
from django.contrib import admin
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_safe

from core.admin.columns import change_url
from core.admin.draft_versions import url_of_draft
from core.admin.keys import key_in
from core.admin.previewing import FORMS, Subject, answered, kinds, of_version
from core.admin.rehearsal import NotYet, owner_there
from core.models import Draft, EditedRow, PreviewLink, PublicationState
from core.models.previews import MOST_DAYS
from core.publishing import is_public, is_settled

FOR_COMMENT = "Not published: for comment until {}."
PAST = "Choose a day that is not over yet."
TOO_FAR = "Choose a day within a year: {} at the latest."


class LinkForm(forms.Form):
    """Until when a link is to lead somewhere."""

    until = forms.DateField(
        required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        bounds = {"min": timezone.localdate().isoformat(), "max": last_day().isoformat()}
        self.fields["until"].widget.attrs |= bounds

    def clean_until(self):
        day = self.cleaned_data["until"]
        if day and day < timezone.localdate():
            raise forms.ValidationError(PAST)
        if day and day > last_day():
            raise forms.ValidationError(TOO_FAR.format(date_format(last_day(), "j F Y")))
        return day


def last_day():
    """The last day that can be chosen for a link."""
    return timezone.localdate() + timedelta(days=MOST_DAYS)


def links_page(desk, request, subject):
    """The page of the links to a Subject, saved or drafted; POST makes one more, or ends one."""
    record = desk.model.objects.filter(pk=subject.object_id).first() if subject.object_id else None
    if not are_possible(record):
        raise Http404("What is archived is shown to nobody.")
    about = PreviewLink(
        kind=desk.opts.model_name,
        row_id=subject.object_id and int(subject.object_id),
        version=subject.version,
        made_by=request.user,
    )
    links = PreviewLink.objects.filter(kind=about.kind)
    if subject.version:
        links = links.filter(version__draft=subject.version.draft)
    else:
        links = links.filter(row_id=about.row_id, version=None)
    post = request.POST if request.method == "POST" else None
    form = LinkForm(post, initial={"until": timezone.localdate(about.expires_at)})
    if "withdraw" in request.POST:
        key = key_in(request.POST["withdraw"])
        links.filter(pk=key, withdrawn_at=None).update(withdrawn_at=timezone.now())
        return redirect(request.get_full_path())
    if request.method == "POST" and form.is_valid():
        day = form.cleaned_data["until"]
        if day:
            about.expires_at = timezone.make_aware(datetime.combine(day, time.max))
        about.save()
        return redirect(request.get_full_path())
    draft = subject.version and subject.version.draft
    context = desk.admin_site.each_context(request) | {
        "title": "Previews for people outside",
        "name": draft.name if draft else record,
        "back": url_of_draft(draft, desk.opts.app_label) if draft else change_url(record),
        "opts": desk.opts,
        "about": subject.text,
        "form": form,
        "links": [
            (link, request.build_absolute_uri(reverse("preview", args=[link.token])))
            for link in links.select_related("made_by", "version")
        ],
        "preview": f"{desk.preview_url()}?{request.GET.urlencode()}",
    }
    return TemplateResponse(request, "admin/preview_links.html", context)


def are_possible(record):
    """Whether links may show a record to others, None for a new one: not what is archived."""
    owner = record and owner_there(record)
    return owner is None or is_public(owner) or not is_settled(owner)


def is_for_comment(link, record):
    """Whether what a link was made for is still to become public, and has not been since."""
    draft = link.version and link.version.draft
    is_new = draft is not None and draft.row_id is None
    if draft and draft.state == Draft.State.DROPPED:
        return False
    if record is None:
        return is_new
    return are_possible(record) and not was_withdrawn(record, link.made_at)


def was_withdrawn(record, since):
    """Whether readers have seen a record since a moment, and then did not see it any more."""
    owner = owner_there(record)
    rows = EditedRow.objects.filter(
        table_name=owner._meta.db_table,
        row_id=owner.pk,
        before__publication=PublicationState.PUBLISHED,
        edit__at__gt=since,
    )
    return rows.exists()


def is_over(link, record):
    """Whether readers see by now what a link was made for."""
    if link.version and link.version.draft.is_open:
        return False
    return record is not None and is_public(record)


@require_safe
def shared(request, token, form="page"):
    """The page of what is not published yet, for whoever has got a link to it."""
    link = PreviewLink.objects.with_token(token)
    model = link and next((one for one in kinds if one._meta.model_name == link.kind), None)
    row_id = link and (link.version.draft.row_id if link.version else link.row_id)
    record = model and model.objects.filter(pk=row_id).first()
    if model is None or form not in FORMS or not is_for_comment(link, record):
        raise Http404("There is no preview at this address, or not any more.")
    if is_over(link, record):
        return HttpResponseRedirect(record.get_absolute_url())
    desk = admin.site.get_model_admin(model)
    until = FOR_COMMENT.format(date_format(timezone.localtime(link.expires_at), "j F Y"))
    if link.version:
        of_draft = of_version(link.version)
        subject = Subject(of_draft.object_id, of_draft.post, until)
    else:
        subject = Subject(str(link.row_id), None, until)

    def address(one):
        return reverse("preview", args=[token] if one == "page" else [token, one])

    try:
        return answered(desk, request, subject, form, address, is_for_others=True)
    except NotYet as problem:
        raise Http404("What was to be seen here cannot be shown any more.") from problem
