"""Answering whoever proposed something: a template is chosen, looked at, and sent by mail."""

from smtplib import SMTPException

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.mail import EmailMessage
from django.db import transaction
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from unfold.widgets import UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from core.admin.columns import change_url
from core.admin.forms import TidyField, TidyLineField
from portal.proposals.answers import (
    LONGEST_ANSWER,
    PLACEHOLDERS,
    AnswerTemplate,
    address_of,
    filled_in,
    known_placeholders,
)
from portal.proposals.looking import note_look
from portal.proposals.models import Proposal

SEND, KEEP = "_send", "_keep"
NO_SERVER = "This server sends no mail, so nothing was sent."
AGAIN = (
    "The same answer was sent before, so it was not sent again. If it did not arrive, change a word"
    " of it."
)
ALREADY_KEPT = "The same answer is kept already."
EMPTY = "With its placeholders filled in, nothing is left of it."
TOO_LONG = "With its placeholders filled in, it has {:,} characters; at most {:,} are allowed."
REFUSED = "The mail server did not take it, so nothing was sent: {}"
SENT = "The answer was sent."
KEPT = "The answer is kept with the proposal. It goes out from your own mail, not from here."


class AnswerForm(forms.Form):
    """What an answer says. Its `cleaned_data` is what arrives, with placeholders filled in."""

    subject = TidyLineField(
        max_length=150, validators=[known_placeholders], widget=UnfoldAdminTextInputWidget
    )
    text = TidyField(
        max_length=LONGEST_ANSWER,
        validators=[known_placeholders],
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 14}),
    )

    def __init__(self, *args, proposal, **kwargs):
        super().__init__(*args, **kwargs)
        self.proposal = proposal

    def clean_subject(self):
        """One line, whatever is filled in."""
        return self.sound("subject", " ".join(self.filled_in("subject").split()))

    def clean_text(self):
        return self.sound("text", self.filled_in("text").strip())

    def filled_in(self, name):
        """A field with what its placeholders stand for."""
        return filled_in(self.cleaned_data[name], self.proposal)

    def sound(self, name, text):
        """A text of a field that can be sent and kept; ValidationError for another."""
        most = self.fields[name].max_length
        if not text:
            raise forms.ValidationError(EMPTY)
        if len(text) > most:
            raise forms.ValidationError(TOO_LONG.format(len(text), most))
        return text


def may_answer(proposal):
    """Whether there is an address to which an answer can go."""
    return bool(address_of(proposal))


def page(desk, request, proposal):
    """The page that asks what to answer: shown as it will be read, then sent."""
    if not may_answer(proposal):
        raise PermissionDenied("There is no e-mail address to which an answer can go.")
    note_look(request, proposal)
    templates = list(AnswerTemplate.objects.all())
    problem = preview = None
    if request.method == "POST":
        form = AnswerForm(request.POST, proposal=proposal)
        if form.is_valid():
            preview = form.cleaned_data
            if SEND in request.POST or KEEP in request.POST:
                act = send if SEND in request.POST else keep
                problem = act(desk, request, proposal, preview)
                if not problem:
                    return HttpResponseRedirect(change_url(proposal))
    else:
        key = request.GET.get("template", "")
        chosen = next((one for one in templates if str(one.pk) == key), None)
        begun = {"subject": chosen.subject, "text": chosen.text} if chosen else {}
        form = AnswerForm(initial=begun, proposal=proposal)
    context = desk.admin_site.each_context(request) | {
        "title": "Answer a reader",
        "opts": desk.opts,
        "proposal": proposal,
        "to": address_of(proposal),
        "sender": settings.DEFAULT_FROM_EMAIL,
        "templates": templates,
        "form": form,
        "preview": preview,
        "problem": problem,
        "placeholders": PLACEHOLDERS,
        "sends": bool(settings.EMAIL_HOST),
        "back": change_url(proposal),
    }
    return TemplateResponse(request, "admin/answer_proposal.html", context)


def send(desk, request, proposal, answer):
    """Note an answer and send it; what stood in the way, or None.

    It is noted first, and the note taken back where the mail server refuses: a mail cannot be taken
    back, so what breaks off on the way leaves a note of a mail that did not go, and never sends one
    twice. Nor do two clicks.
    """
    if not settings.EMAIL_HOST:
        return NO_SERVER
    noted = note(request, proposal, answer)
    if noted is None:
        return AGAIN
    mail = EmailMessage(answer["subject"], answer["text"], to=[address_of(proposal)])
    try:
        mail.send()
    except (SMTPException, OSError) as error:
        noted.delete()
        return REFUSED.format(error)
    desk.log_change(request, proposal, "Answered whoever sent it.")
    desk.message_user(request, SENT, messages.SUCCESS)
    return None


def keep(desk, request, proposal, answer):
    """Note an answer that somebody sends from her own mail; what stood in the way, or None."""
    if note(request, proposal, answer) is None:
        return ALREADY_KEPT
    desk.log_change(request, proposal, "Answered whoever sent it, by own mail.")
    desk.message_user(request, KEPT, messages.SUCCESS)
    return None


def note(request, proposal, answer):
    """The Answer that stands with the proposal from now on; None if it does so already."""
    with transaction.atomic():
        Proposal.objects.select_for_update().get(pk=proposal.pk)
        if proposal.answers.filter(**answer).exists():
            return None
        return proposal.answers.create(sent_by=request.user, **answer)
