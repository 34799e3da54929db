"""From a proposal to a replication: one page that asks, and one step that makes it."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.html import format_html
from unfold.widgets import (
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from core.admin.begun_drafts import draft_with_row
from core.admin.columns import change_url, link
from core.admin.draft_versions import url_of_draft
from core.admin.forms import ConstraintErrors, TidyField, TidyLineField
from core.admin.gate import found_in, let_through
from core.admin.saving import Refused, lock
from core.alphabet import Alphabetical
from core.history import recorded
from core.models import Edit
from initiatives.models import Initiative, Replication, Source, Stage
from initiatives.uptake import Uptake, stages_of
from portal.proposals.drafting import desk_of, may_draft
from portal.proposals.models import Proposal

DECIDED = "Somebody has decided on this proposal meanwhile. Nothing was added."
PROPOSED = "A reader proposed it."


def is_possible(request, proposal):
    """Whether the user may make a replication of a proposal that nobody has decided on."""
    is_about_uptake = proposal.kind != Proposal.Kind.WRONG
    if not (is_about_uptake and proposal.is_open) or proposal.record is None:
        return False
    return may_change(request, proposal.record) or may_draft(request, proposal.record)


def may_change(request, initiative):
    return desk_of(Initiative).has_change_permission(request, initiative)


def is_for_two(request, initiative):
    """Whether it becomes a draft first: readers see the initiative, and two people look at that."""
    is_alone = settings.PUBLISH_ALONE and may_change(request, initiative)
    return initiative.is_published and not is_alone


class ReplicationForm(ConstraintErrors, forms.ModelForm):
    """A replication of the initiative that a proposal is about."""

    class Meta:
        model = Replication
        fields = ["from_country", "to_country", "stage", "year", "note"]
        field_classes = {"note": TidyField}
        widgets = {
            "from_country": UnfoldAdminSelectWidget,
            "to_country": UnfoldAdminSelectWidget,
            "stage": UnfoldAdminSelectWidget,
            "year": UnfoldAdminIntegerFieldWidget,
            "note": UnfoldAdminTextareaWidget(attrs={"rows": 4}),
        }
        help_texts = {"note": "What the source tells, in our own words. Readers see it."}

    def _get_validation_exclusions(self):
        """The initiative is given, and counts where a replication may stand only once."""
        return super()._get_validation_exclusions() - {"initiative"}


class SourceForm(ConstraintErrors, forms.ModelForm):
    """The source of the replication: one that the catalogue has, or else a new one."""

    class Meta:
        model = Source
        fields = ["url", "title", "publisher", "year", "type"]
        field_classes = dict.fromkeys(["url", "title", "publisher"], TidyLineField)
        widgets = {
            **dict.fromkeys(["url", "title", "publisher"], UnfoldAdminTextInputWidget),
            "year": UnfoldAdminIntegerFieldWidget,
            "type": UnfoldAdminSelectWidget,
        }
        help_texts = {
            "url": "Open it and read it. If the catalogue has a source with this address, that one "
            "is taken, and what stands below does not count."
        }

    def __init__(self, data=None, **kwargs):
        super().__init__(data, **kwargs)
        address = str(self["url"].value() or "").strip()
        self.known = Source.objects.of_page(address).first() if address else None
        if self.known:
            for name in set(self.fields) - {"url"}:
                del self.fields[name]
            self.instance = self.known

    def stored(self):
        """The source, stored if it is new."""
        return self.known or self.save()


def page(desk, request, proposal):
    """The page that asks how a proposal is to stand in the catalogue; POST makes it so."""
    initiative = proposal.record
    if request.method == "POST":
        with recorded(Edit.Way.DESK, user=request.user, what="What a reader proposed"):
            lock(initiative)
            initiative.refresh_from_db(fields=["publication"])
            lock(proposal)
            proposal = Proposal.objects.get(pk=proposal.pk)
            if not is_possible(request, proposal):
                desk.message_user(request, DECIDED, messages.ERROR)
                return HttpResponseRedirect(change_url(proposal))
            filled = forms_of(proposal, initiative, request.POST)
            if not any(form.errors for form in filled):
                if is_for_two(request, initiative):
                    return drafted(desk, request, proposal, *filled)
                try:
                    with transaction.atomic():
                        return made(desk, request, proposal, *filled)
                except Refused as refusal:
                    for problem in refusal.problems:
                        filled[0].add_error(None, problem.text)
    else:
        filled = forms_of(proposal, initiative)
    context = desk.admin_site.each_context(request) | {
        "title": f"Make a replication of “{initiative}”",
        "opts": desk.opts,
        "proposal": proposal,
        "about": link(initiative, change_url(initiative)),
        "forms": filled,
        "is_for_two": is_for_two(request, initiative),
        "questions": getattr(request, "questions", ()),
        "back": change_url(proposal),
    }
    return TemplateResponse(request, "admin/make_replication.html", context)


def forms_of(proposal, initiative, data=None):
    """The forms of the replication and of its source, filled in as far as a proposal goes."""
    origins = initiative.origin_countries.exclude(pk=proposal.country_id).order_by(
        Alphabetical("name")
    )
    known = {
        "from_country": origins.first(),
        "to_country": proposal.country_id,
        "stage": proposal.stage_id,  # as the sender says; an editor judges by the source
        "year": proposal.year,
    }
    if proposal.kind == Proposal.Kind.WANTED:
        known["stage"] = Stage.objects.filter(slug__in=stages_of(Uptake.WANTED)).first()
    instance = Replication(initiative=initiative)
    replication = ReplicationForm(data, instance=instance, initial=known)
    return replication, SourceForm(data, prefix="source", initial={"url": proposal.source})


def made(desk, request, proposal, replication_form, source_form):
    """Store the replication and its source, and say at the desk who has made it of what.

    :raises Refused: if readers would see what checks find errors in or ask about.
    """
    replication = replication_form.instance
    before = found_in(replication.initiative)
    replication.source = source_form.stored()
    replication.save()
    initiative = replication.initiative
    initiative.cite_claims()
    if initiative.is_published:
        let_through(request, initiative, before, is_part=True)
    proposal.state, proposal.reason = Proposal.State.DONE, Proposal.Reason.REPLICATION
    proposal.assigned_to = proposal.assigned_to or request.user
    proposal.save()
    said = f"Added replication “{replication}”, proposed by a reader."
    desk_of(Initiative).log_change(request, initiative, said)
    log_source(request, source_form)
    desk.log_change(request, proposal, "Made a replication of it.")
    place = link(initiative, f"{change_url(initiative)}#replications")
    text = format_html("“{}” stands with {} now. The proposal is done.", replication, place)
    desk.message_user(request, text, messages.SUCCESS)
    return HttpResponseRedirect(change_url(proposal))


def drafted(desk, request, proposal, replication_form, source_form):
    """Make a draft of changes with the replication in it, which somebody else publishes."""
    initiative, source = replication_form.instance.initiative, source_form.stored()
    log_source(request, source_form)
    row = {name: replication_form[name].data or "" for name in replication_form.fields}
    row["source"] = str(source.pk)
    draft = draft_with_row(
        desk_of(Initiative), request, initiative, prefix="replications", row=row, word=PROPOSED
    )
    proposal.state, proposal.draft = Proposal.State.TAKEN_ON, draft
    proposal.assigned_to = proposal.assigned_to or request.user
    proposal.save()
    desk.log_change(request, proposal, "Made a draft of changes of it.")
    where = url_of_draft(draft, Initiative._meta.app_label)
    text = format_html(
        "The replication stands in {}, which somebody else publishes. The proposal is taken on: "
        "mark it as done then.",
        link("a draft of changes", where),
    )
    desk.message_user(request, text, messages.SUCCESS)
    return HttpResponseRedirect(change_url(proposal))


def log_source(request, source_form):
    """Note at the desk that a source was added, if it was."""
    if source_form.known is None:
        desk_of(Source).log_addition(request, source_form.instance, "Added.")
