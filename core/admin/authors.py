"""Who wrote a record since readers last saw it, and whether one of them may publish it.

The history tells, and of what was before it the desk's log. Whoever wrote a record does not
publish it alone, unless PUBLISH_ALONE says so: somebody else has to have submitted, or read,
exactly what is to be published.
"""

import json

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.models import ADDITION, DELETION, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q

from core.admin.versions import owned
from core.models import EditedRow, PublicationState, ReviewStep

STEP = "Publication: "  # how the log begins to say that a record was given another state
PUBLISHED = f"{STEP}{PublicationState.PUBLISHED.label.lower()}"
NO_CONTENT = {"publication", "featured", "updated_at", "first_published_at"}
NO_WRITING = (STEP, "Home page: ")
VOUCHING = (ReviewStep.Action.SUBMITTED, ReviewStep.Action.READ)
ALONE = (
    "You have changed it since readers last saw it, so somebody else has to look at it first, as "
    "it is now: ask another editor to publish it, or a colleague to press “I have read it”."
)


def may_publish(user_id, record, version, writers):
    """Whether somebody may publish a record in this version, which these users wrote."""
    if settings.PUBLISH_ALONE or user_id not in writers:
        return True
    return is_vouched_for(ReviewStep.objects.about(record), user_id, version)


def is_vouched_for(steps, user_id, version):
    """Whether, by these steps, somebody else has submitted or read a record in this version."""
    return any(
        step.action in VOUCHING and step.version == version and step.user_id not in (None, user_id)
        for step in steps
    )


def authors(model, keys):
    """By the ids of these records: the ids of those who wrote them since they were last public."""
    by_log, by_history = authors_in_log(model, keys), authors_in_history(model, keys)
    return {key: list(dict.fromkeys([*by_log[key], *by_history[key]])) for key in keys}


def authors_in_history(model, keys):
    """By the ids of these records: who wrote them since they were last public, by their rows."""
    found, public = {key: [] for key in keys}, set()
    rows = EditedRow.objects.filter(owner_kind=model._meta.model_name, owner_id__in=keys)
    columns = rows.order_by("pk").values_list("table_name", "owner_id", "after", "edit__user")
    for table, key, after, user in columns:
        said = after or {}
        if table == model._meta.db_table and "publication" in said:
            public.discard(key)
            if said["publication"] == PublicationState.PUBLISHED:
                public.add(key)
                found[key] = []
                continue
        if user and key not in public and (not said or said.keys() - NO_CONTENT):
            found[key].append(user)
    return found


def authors_in_log(model, keys):
    """By the ids of these records: who wrote them since they were last public, by the log."""
    owners = owners_in_log(model, keys)
    condition = Q(pk__in=[])
    for kind in {kind for kind, _ in owners}:
        texts = [text for one, text in owners if one == kind]
        condition |= Q(content_type=kind, object_id__in=texts)
    found, public = {key: [] for key in keys}, set()
    for entry in LogEntry.objects.filter(condition).order_by("action_time", "pk"):
        key = owners[entry.content_type_id, entry.object_id]
        sentences = said(entry)
        if any(sentence.startswith(STEP) for sentence in sentences):
            public.discard(key)
        if any(sentence.startswith(PUBLISHED) for sentence in sentences):
            public.add(key)
            found[key] = []
        elif key not in public and wrote(entry, sentences):
            found[key].append(entry.user_id)
    return found


def owners_in_log(model, keys):
    """The ids of these records by what the log is about: they themselves, and what belongs to them.

    Sessions belong to a forum and have pages of their own.
    """
    itself = ContentType.objects.get_for_model(model).pk
    owners = {(itself, str(key)): key for key in keys}
    for rows, column in owned(model):
        if admin.site.is_registered(rows):
            kind = ContentType.objects.get_for_model(rows).pk
            pairs = rows.objects.filter(**{f"{column}__in": keys}).values_list("pk", column)
            owners |= {(kind, str(part)): key for part, key in pairs}
    return owners


def said(entry):
    """What an entry of the log says was changed, in single texts; a row is an empty one."""
    if not entry.change_message.startswith("["):
        return [entry.change_message]
    sentences = []
    for part in json.loads(entry.change_message):
        fields = part.get("changed", {}).get("fields", [])
        is_row = any("name" in what for what in part.values())
        sentences += [""] if is_row else fields
    return sentences


def wrote(entry, sentences):
    """Whether an entry of the log tells of writing, and not only of a step to the public."""
    if entry.action_flag in (ADDITION, DELETION):
        return True
    return any(not sentence.startswith(NO_WRITING) for sentence in sentences)
