"""Answering whoever proposed something: a template is chosen, looked at, and sent by mail."""

from smtplib import SMTPException

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.mail import EmailMessage
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from unfold.widgets import UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from core.admin.columns import change_url
from core.admin.forms import TidyField, TidyLineField
from portal.proposals.answers import (
    LONGEST_ANSWER,
    PLACEHOLDERS,
    Answer,
    AnswerTemplate,
    address_of,
    filled_in,
    known_placeholders,
)

SEND = "_send"
NO_SERVER = "This server sends no mail, so nothing was sent."
REFUSED = "The mail server did not take it, so nothing was sent: {}"
SENT = "The answer was sent."


class AnswerForm(forms.Form):
    """What an answer says; placeholders are filled in when it is looked at or sent."""

    subject = TidyLineField(
        max_length=150, validators=[known_placeholders], widget=UnfoldAdminTextInputWidget
    )
    text = TidyField(
        max_length=LONGEST_ANSWER,
        validators=[known_placeholders],
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 14}),
    )


def may_answer(proposal):
    """Whether there is an address to which an answer can go."""
    return bool(address_of(proposal))


def page(desk, request, proposal):
    """The page that asks what to answer: shown as it will be read, then sent."""
    if not may_answer(proposal):
        raise PermissionDenied("There is no e-mail address to which an answer can go.")
    templates = list(AnswerTemplate.objects.all())
    problem = preview = None
    if request.method == "POST":
        form = AnswerForm(request.POST)
        if form.is_valid():
            preview = {name: filled_in(text, proposal) for name, text in form.cleaned_data.items()}
            if SEND in request.POST:
                problem = send(desk, request, proposal, preview)
                if not problem:
                    return HttpResponseRedirect(change_url(proposal))
    else:
        key = request.GET.get("template", "")
        chosen = next((one for one in templates if str(one.pk) == key), None)
        form = AnswerForm(
            initial={"subject": chosen.subject, "text": chosen.text} if chosen else {}
        )
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
    """Send an answer and note that it went; what stood in the way, or None."""
    if not settings.EMAIL_HOST:
        return NO_SERVER
    mail = EmailMessage(answer["subject"], answer["text"], to=[address_of(proposal)])
    try:
        mail.send()
    except (SMTPException, OSError) as error:
        return REFUSED.format(error)
    Answer.objects.create(proposal=proposal, sent_by=request.user, **answer)
    desk.log_change(request, proposal, "Answered whoever sent it.")
    desk.message_user(request, SENT, messages.SUCCESS)
    return None
