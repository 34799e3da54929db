"""What is forgotten of those who proposed something: in time, and when somebody asks for it."""

from django.db.models import Q

from core.history.erasing import ERASED
from portal.proposals.answers import Answer, Thanks
from portal.proposals.models import Proposal

SENDER = ("name", "contact", "thanks_as")
TEXTS = ("text", "suggestion", "who", "remark")


def forget_senders(proposals):
    """Forget who sent these proposals, and what answers call them: how many.

    The page of thanks stays as it is: who stands there has asked for it.
    """
    proposals = list(proposals.prefetch_related("answers"))
    for proposal in proposals:
        for answer in proposal.answers.all():
            erase_in(answer, ("subject", "text"), [proposal.name, proposal.contact])
        for name in SENDER:
            setattr(proposal, name, "")
        proposal.save()
    return len(proposals)


def erase_sender(text):
    """Erase a text, such as a name, wherever readers or their answers have it: in how many rows.

    What says who sent a proposal goes as a whole, and thanks to this name with it.
    """
    is_thanked = Thanks.objects.filter(name__contains=text)
    number = is_thanked.count()
    is_thanked.delete()
    said = Q()
    for name in (*SENDER, *TEXTS):
        said |= Q(**{f"{name}__contains": text})
    for proposal in Proposal.objects.filter(said):
        for name in SENDER:
            if text in getattr(proposal, name):
                setattr(proposal, name, "")
        erase_in(proposal, TEXTS, [text])
        number += 1
    for answer in Answer.objects.filter(Q(subject__contains=text) | Q(text__contains=text)):
        erase_in(answer, ("subject", "text"), [text])
        number += 1
    return number


def erase_in(row, fields, texts):
    """Write ERASED in the place of texts in some fields of a row, and store it."""
    for name in fields:
        longest = row._meta.get_field(name).max_length
        for text in filter(None, texts):
            setattr(row, name, getattr(row, name).replace(text, ERASED)[:longest])
    row.save()
