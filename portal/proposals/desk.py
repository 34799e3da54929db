"""Proposals of readers at the desk: what came, about what, and what becomes of it."""

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import path
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.views.decorators.http import require_POST
from unfold.contrib.filters.admin import ChoicesCheckboxFilter
from unfold.decorators import display

from core.admin.base import CatalogueAdmin, delete_records, fieldset
from core.admin.columns import change_url, link, page_url
from core.admin.steps import asks_first, counted, deletable
from core.admin.words import compared
from core.web.addresses import public
from initiatives.models import Replication
from portal.proposals import answering, drafting, handling, replicating
from portal.proposals.answers import AnswerTemplate, Thanks
from portal.proposals.decisions import DecisionForm
from portal.proposals.looking import note_look
from portal.proposals.models import Proposal
from portal.proposals.passages import text_of
from portal.proposals.queue import About, Waiting, WhoWorks, age_of
from portal.proposals.records import RECORDS, attach, title_of

COLOURS = {
    Proposal.State.NEW: "warning",
    Proposal.State.TAKEN_ON: "info",
    Proposal.State.DONE: "success",
    Proposal.State.REFUSED: "default",
    Proposal.State.SUSPECTED: "danger",
}
AGES = {"new": "default", "warning": "warning", "danger": "danger"}
GONE = "It has been deleted."
BEGINNING = 70  # characters of a text that a list shows


def desk_url(record):
    """Where the desk has a record; a replication stands with its initiative."""
    if isinstance(record, Replication):
        return f"{change_url(record.initiative)}#replications"
    return change_url(record)


@admin.register(Proposal)
class ProposalAdmin(CatalogueAdmin):
    """What readers sent stays as they sent it; curators say what becomes of it."""

    form = DecisionForm
    list_display = ["what", "about", "begins", "country", "standing", "waits", "assigned_to"]
    list_filter = [
        ("state", ChoicesCheckboxFilter),
        ("kind", ChoicesCheckboxFilter),
        WhoWorks,
        Waiting,
        About,
    ]
    list_select_related = ["country", "assigned_to"]
    ordering = ["created_at", "pk"]
    search_fields = ["text", "suggestion", "source", "remark"]
    date_hierarchy = "created_at"
    change_form_outer_before_template = "admin/proposal.html"
    fieldsets = [
        fieldset(
            "What becomes of it",
            "Who works on it, and how it ended. A reason is asked for once it is done or refused.",
            *("assigned_to", "state", "reason", "remark"),
        ),
    ]
    actions = ["take_these", "close_as_spam", "no_spam", "delete_selected"]

    class Media:
        css = {"all": ["admin/proposals.css"]}

    def get_urls(self):
        view, name = self.admin_site.admin_view, "roof_proposal"
        pages = {
            "make_replication": self.make_replication,
            "answer": self.answer,
            "handle": require_POST(self.handle),
        }
        return [
            *(
                path(
                    f"<path:object_id>/{page.replace('_', '-')}/",
                    view(answer),
                    name=f"{name}_{page}",
                )
                for page, answer in pages.items()
            ),
            *super().get_urls(),
        ]

    def changelist_view(self, request, extra_context=None):
        return with_records(super().changelist_view(request, extra_context))

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("country", "stage", "draft", "thanks")

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj is not None:
            context["beside"] = beside(request, obj)
            note_look(request, obj)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    @asks_first("Delete", "They do not come back.", "delete", deletable)
    def delete_selected(self, request, records):
        delete_records(self, request, records)

    @asks_first("Take these on", "Your colleagues see that you work on them.", "change")
    def take_these(self, request, records):
        self.each(request, [one for one in records if one.is_open], handling.take, "taken on")

    @asks_first("Close as spam", "They are refused, and go after 30 days.", "change")
    def close_as_spam(self, request, records):
        self.each(request, [one for one in records if not one.decided_at], as_spam, "closed")

    @asks_first("Put what is no spam into the queue", "They are new then.", "change")
    def no_spam(self, request, records):
        held = [one for one in records if one.state == Proposal.State.SUSPECTED]
        self.each(request, held, handling.reopen, "put into the queue")

    def each(self, request, proposals, do, said):
        """Do something with each of these proposals, and say so."""
        for proposal in proposals:
            do(proposal, request.user)
            self.log_change(request, proposal, f"With others: {said}.")
        self.message_user(
            request, f"{counted(self.opts, len(proposals))}: {said}.", messages.SUCCESS
        )

    def proposal(self, request, object_id):
        """The proposal with this key, for somebody who may say what becomes of it."""
        proposal = self.get_object(request, unquote(str(object_id)))
        if not self.has_change_permission(request, proposal):
            raise PermissionDenied
        if proposal is None:
            raise Http404("There is no proposal with this key.")
        return proposal

    def handle(self, request, object_id):
        """Take the step of the button that was pressed."""
        return handling.handle(self, request, self.proposal(request, object_id))

    def answer(self, request, object_id):
        """The page that asks what to answer, and sends it."""
        return answering.page(self, request, self.proposal(request, object_id))

    def make_replication(self, request, object_id):
        """The page that asks how it is to stand in the catalogue, and makes it so."""
        proposal = self.proposal(request, object_id)
        if not replicating.is_possible(request, proposal):
            raise PermissionDenied
        return replicating.page(self, request, proposal)

    @display(description="What")
    def what(self, proposal):
        return proposal.get_kind_display()

    @display(description="About")
    def about(self, proposal):
        record = proposal.record
        if record is None:
            kind = RECORDS[proposal.record_kind].model._meta.verbose_name
            return f"{kind} {proposal.record_id}. {GONE}"
        return link(title_of(record), desk_url(record))

    @display(description="State", ordering="state", label=COLOURS)
    def standing(self, proposal):
        return proposal.state, proposal.get_state_display()

    @display(description="Waits", ordering="created_at", label=AGES)
    def waits(self, proposal):
        return age_of(proposal)

    @display(description="Begins")
    def begins(self, proposal):
        return Truncator(proposal.text).chars(BEGINNING)

    def has_add_permission(self, request):
        return False


def with_records(response):
    """A list whose rows know the records that they are about: one query for each kind."""
    shown = getattr(response, "context_data", None) or {}
    if "cl" in shown:
        attach(shown["cl"].result_list)
    return response


def as_spam(proposal, user):
    """Refuse it as spam."""
    proposal.state, proposal.reason = Proposal.State.REFUSED, Proposal.Reason.SPAM
    proposal.save()


def page_at(record, passage):
    """The address of a record's page, at a passage."""
    anchor = f"#{passage.anchor}" if passage and passage.anchor else ""
    return f"{record.get_absolute_url()}{anchor}"


def beside(request, proposal):
    """What the page of a proposal says of it and of the record that it is about, and offers."""
    record, passage = proposal.record, proposal.about
    now, suggestion = text_of(record, passage), proposal.suggestion
    is_public = bool(record) and public(type(record)).filter(pk=record.pk).exists()
    return {
        "proposal": proposal,
        "sent": date_format(proposal.created_at, "j F Y"),
        "passage": passage,
        "record": record and {"title": title_of(record), "desk": desk_url(record)},
        "gone": f"{RECORDS[proposal.record_kind].model._meta.verbose_name} {proposal.record_id}",
        "page": is_public and page_at(record, passage),
        "now": now,
        "words": compared(now, suggestion) if now is not None and suggestion else (),
        "summary": getattr(record, "summary", "") if now is None else "",
        "steps": handling.offered(proposal, request.user),
        "handle": page_url(proposal, "handle"),
        "draft": drafting.open_draft(proposal),
        "may_draft": drafting.is_possible(request, proposal),
        "replicate": replicating.is_possible(request, proposal)
        and page_url(proposal, "make_replication"),
        "answer": answering.may_answer(proposal) and page_url(proposal, "answer"),
        "answers": proposal.answers.select_related("sent_by"),
        "is_forgotten": bool(proposal.decided_at) and not (proposal.name or proposal.contact),
    }


@admin.register(AnswerTemplate)
class AnswerTemplateAdmin(CatalogueAdmin):
    """Texts that answers begin with."""

    list_display = ["title", "subject", "position"]
    search_fields = ["title", "subject", "text"]
    fieldsets = [
        fieldset(
            "The template",
            "Placeholders in braces are filled in for each reader: {name}, {title}, {address}, "
            "{reason}, {remark}, {sent}, {site}. Whoever answers can change the text before it is "
            "sent.",
            *("title", "subject", "text", "position"),
        )
    ]


@admin.register(Thanks)
class ThanksAdmin(CatalogueAdmin):
    """Names on the page of thanks: to be taken away when somebody asks."""

    list_display = ["name", "about", "since"]
    search_fields = ["name"]

    def changelist_view(self, request, extra_context=None):
        return with_records(super().changelist_view(request, extra_context))

    @display(description="For")
    def about(self, thanks):
        return title_of(thanks.record) if thanks.record else GONE

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False
