"""Somebody who is named in the catalogue goes, with all that was kept about her."""

from django.db import connection

from core.history import recorded
from core.history.erasing import erase_record, erase_text
from core.models import Edit, PublicRecord
from forum.models import Person
from portal.imports.models import ImportFile, ImportRow
from portal.proposals.forgetting import erase_sender
from portal.proposals.models import Proposal


def erase(person):
    """Yield what goes: her record and appearances, drafts, notes, history, proposals about her.

    Her public record stays as a mark that something vanished, so that copies follow, without her
    name.
    """
    key, name, public_id = person.pk, person.name, person.public_id
    with recorded(Edit.Way.COMMAND, what="erase_person"):
        yield person.appearances.all().delete()[0], "appearances in sessions"
        person.delete()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # now, and not at the end, it vanishes
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        yield 1, "record of a person"
    about = Proposal.objects.filter(record_kind="person", record_id=public_id)
    yield about.delete()[0], "proposals about her"
    yield erase_record(Person, key), "rows of the history of her record"
    yield erase_text(name), "rows of the history of other records that had her name"
    yield erase_sender(name), "proposals, answers and thanks that had her name"
    rows = ImportRow.objects.filter(name__contains=name)
    files = ImportFile.objects.filter(of__in=rows.values("of"))
    yield files.delete()[0], "uploaded files of imports that brought her"
    yield rows.delete()[0], "rows of these imports"
    vanished = PublicRecord.objects.filter(kind="person", public_id=public_id)
    yield vanished.update(slug=public_id, document="", reason=""), "public marks without her name"


def still_named_in(name):
    """The public records whose texts have a name, which only people can word anew."""
    return PublicRecord.objects.filter(
        state__in=[PublicRecord.State.PUBLIC, PublicRecord.State.ARCHIVED], document__contains=name
    ).order_by("kind", "slug")
