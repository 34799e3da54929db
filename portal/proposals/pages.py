"""The pages on which readers propose something about a record, and are thanked for it."""

from functools import wraps

from django.conf import settings
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from core.admin import unsaved
from core.web.addresses import page_of_withdrawn
from portal.proposals.answers import Thanks
from portal.proposals.form import WORDS, ProposalForm
from portal.proposals.models import Proposal
from portal.proposals.receiving import Refused, receive
from portal.proposals.records import INITIATIVE, RECORDS, attach, readable, title_of

NEW = "proposals:new"  # the view of the form, as addresses name it
STALE = (
    "The form had been open for too long, or your browser sent no cookie with it. Nothing has been"
    " sent yet. Send it again; this site needs one cookie for it."
)
INVALID = 422

private = cache_control(private=True, no_store=True)


def about_record(view):
    """Give a view the record that its address names, and the page of that; 404 for a draft."""

    @wraps(view)
    def answer(request, record_kind, public_id, **kwargs):
        if record_kind not in RECORDS:
            raise Http404("The catalogue has no such records.")
        record = readable(record_kind, public_id)
        if record is None:
            model = RECORDS[record_kind].model
            if instead := page_of_withdrawn(request, model, public_id=public_id):
                return instead
            raise Http404("The catalogue has no such record.")
        return view(request, record, **kwargs)

    return answer


@private
@require_http_methods(["GET", "HEAD", "POST"])
@about_record
def new(request, record, kind):
    """The form; what it sends is stored, and answered by a redirect."""
    record_kind = record._meta.model_name
    if kind != Proposal.Kind.WRONG and record_kind != INITIATIVE:
        raise Http404("Only an initiative can be wanted or taken up.")
    proposal = Proposal(kind=kind, record_kind=record_kind, record_id=record.public_id)
    if request.method != "POST":
        form = ProposalForm(about=proposal, passage=request.GET.get("part", ""))
        return form_page(request, record, form)
    form = ProposalForm(request.POST, about=proposal)
    if getattr(request, "is_stale", False):
        return form_page(request, record, form, 403, STALE)
    if not form.is_valid():
        return form_page(request, record, form, INVALID)
    try:
        receive(form.instance, request, form.cleaned_data["stamp"])
    except Refused as refusal:
        response = form_page(request, record, form, refusal.status, refusal.sentence)
        response.headers["Retry-After"] = str(refusal.seconds)
        return response
    return HttpResponseRedirect(reverse("proposals:thanks", args=[record_kind, record.public_id]))


def form_page(request, record, form, status=200, problem=""):
    """The page with the form, and with what keeps it from being sent."""
    title, kind = title_of(record), record._meta.model_name
    others = [
        (WORDS[one].kind, reverse(NEW, args=[kind, record.public_id, one.value]))
        for one in (Proposal.Kind if kind == INITIATIVE else ())
        if WORDS[one] is not form.words
    ]
    context = {
        "others": others,
        "forgotten": forgotten(),
        "form": form,
        "problem": problem,
        "record": {"title": title, "url": record.get_absolute_url()},
        "lede": form.words.lede.format(title=title),
    }
    return render(request, "portal/proposal_form.html", context, status=status)


def forgotten():
    """When the sender of a proposal is forgotten, in words."""
    days = settings.FORGET_SENDERS_AFTER
    return f"{days} days after we have dealt with it" if days else "once we have dealt with it"


@require_safe
def thanked(request):
    """Those who sent something of use and wished to be thanked by name."""
    names = list(Thanks.objects.all())
    attach(names, for_readers=True)
    thanked = [
        (one, one.record and (title_of(one.record), one.record.get_absolute_url())) for one in names
    ]
    return render(request, "portal/thanks.html", {"thanked": thanked})


@private
@require_safe
@about_record
def thanks(request, record):
    """What happens next with a proposal."""
    context = {"record": {"title": title_of(record), "url": record.get_absolute_url()}}
    return render(request, "portal/proposal_thanks.html", context)


def csrf_failure(request, reason=""):
    """A form whose token has gone stale: here it comes back as it was filled in."""
    match = request.resolver_match
    if match and match.view_name == NEW:
        request.is_stale = True
        return match.func(request, **match.kwargs)
    return unsaved.csrf_failure(request, reason=reason)
