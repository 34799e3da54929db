"""Answers to those who proposed something: templates of them, and what was sent to whom."""

import re

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models
from django.utils import timezone

from core.models.text import ReadableText
from portal.proposals.models import USER, Proposal
from portal.proposals.records import title_of

LONGEST_ANSWER = 5_000
PLACEHOLDER = re.compile(r"\{([^{}\n]*)\}")
PLACEHOLDERS = {  # and what each becomes
    "name": "the name of the sender, or “reader”",
    "title": "the title of the record",
    "address": "the address of its page",
    "reason": "why it was decided so",
    "remark": "what was said of it at the desk",
    "sent": "the day on which the proposal came",
    "site": "the name of this site",
}


def unknown_in(text):
    """The placeholders of a text that nothing is put in for."""
    return [name for name in PLACEHOLDER.findall(text) if name not in PLACEHOLDERS]


def known_placeholders(text):
    """Refuse a text with placeholders that nothing is put in for."""
    if unknown := unknown_in(text):
        known = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
        raise ValidationError(f"There is no {{{unknown[0]}}}. Placeholders are {known}.")


def filled_in(text, proposal):
    """A text with what its placeholders stand for; unknown ones stay as they are."""
    record = proposal.record
    values = {
        "name": proposal.name or "reader",
        "title": title_of(record) if record else "a record that is no more",
        "address": f"{settings.SITE_URL}{record.get_absolute_url()}" if record else "",
        "reason": proposal.get_reason_display(),
        "remark": proposal.remark,
        "sent": f"{proposal.created_at:%-d %B %Y}",
        "site": settings.SITE_NAME,
    }
    return PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), text)


def address_of(proposal):
    """The e-mail address to which an answer can go, or an empty text."""
    try:
        validate_email(proposal.contact)
    except ValidationError:
        return ""
    return proposal.contact


class AnswerTemplate(models.Model):
    """A text that answers begin with. Editors write them."""

    title = models.CharField(
        max_length=80, unique=True, help_text="By which colleagues choose it. Nobody else sees it."
    )
    subject = models.CharField(max_length=150, validators=[known_placeholders])
    text = models.TextField(max_length=LONGEST_ANSWER, validators=[known_placeholders])
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = "template of answers"
        verbose_name_plural = "templates of answers"
        ordering = ["position", "pk"]
        constraints = [
            ReadableText(
                name="answer_template_is_readable", lines=["title", "subject"], prose=["text"]
            )
        ]

    def __str__(self):
        return self.title


class Answer(models.Model):
    """What was sent to whoever proposed something, and when."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="answers")
    subject = models.CharField(max_length=150)
    text = models.TextField(max_length=LONGEST_ANSWER)
    sent_at = models.DateTimeField(default=timezone.now)
    sent_by = models.ForeignKey(USER, models.SET_NULL, null=True, related_name="+")

    class Meta:
        default_permissions = ()
        ordering = ["sent_at", "pk"]

    def __str__(self):
        return self.subject


class Thanks(models.Model):
    """A name that stands on the page of thanks, as its owner wrote it, until it is taken away."""

    name = models.CharField(max_length=100)
    record_kind = models.CharField(max_length=30, editable=False)
    record_id = models.CharField(max_length=12, editable=False)
    proposal = models.OneToOneField(
        Proposal, models.SET_NULL, null=True, related_name="thanks", editable=False
    )
    since = models.DateField(default=timezone.localdate, editable=False)

    class Meta:
        verbose_name = "name that is thanked"
        verbose_name_plural = "names that are thanked"
        default_permissions = ("delete", "view")
        ordering = ["-since", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="thanks_go_to_somebody"),
            ReadableText(name="thanks_are_readable", lines=["name", "record_kind", "record_id"]),
        ]

    def __str__(self):
        return self.name
