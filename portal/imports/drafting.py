"""Drafts of changes to what an editor has decided on, made of what an import would change there.

What would change is written, read in the forms of the records, and taken back. So a draft says just
what the import says, every kind of record and of row alike.
"""

from collections import defaultdict
from dataclasses import asdict, dataclass, field

from django.contrib import admin
from django.db import transaction
from django.db.models import Max

from core import revision
from core.admin.bringing import Sent, Wanted, plainly
from core.admin.drafts import Drafting
from core.admin.naming import name_of
from core.admin.opened import Opened, Values, marks
from core.admin.unsaved import LONGEST_NAME
from core.history import current_edit
from core.history.tables import models_by_kind
from core.models import Draft
from core.models.history import EditedRow
from core.publishing.states import SETTLED, of_owner
from portal.exchange.writing import write


def settled(model, keys):
    """The keys of those of some records that an editor has decided on, and that have drafts."""
    if not (keys and isinstance(desk_of(model), Drafting)):
        return set()
    records = model._base_manager.filter(of_owner(model, "publication__in", SETTLED), pk__in=keys)
    return set(records.values_list("pk", flat=True))


def desk_of(model):
    return admin.site.get_model_admin(model) if admin.site.is_registered(model) else None


@dataclass
class Wished:
    """What an import would change in settled records: by model and key, what their forms say."""

    values: dict = field(default_factory=dict)
    names: dict = field(default_factory=dict)
    new: set = field(default_factory=set)  # parts of settled records that are not there yet
    gone: list = field(default_factory=list)  # names of parts that no file names any more


def drafts_of_changes(documents, request, word, progress):
    """Make a draft of each settled record that would change: the drafts, and what is left as it is.

    documents: checked, and written already as far as they say nothing of settled records.
    """
    wished = wished_of(documents, request, progress)
    drafts = []
    for number, (place, then) in enumerate(wished.values.items()):
        progress("Making drafts of changes", number, len(wished.values))
        draft = draft_of(request, *place, then, wished)
        if draft is not None:
            draft.add(
                user_of(request),
                state=Draft.State.WRITING,
                content=draft.content,
                shown=draft.shown,
                word=word,
            )
            drafts.append(draft)
    return drafts, wished.gone


def wished_of(documents, request, progress):
    """Write all of it, see what that changes, and take it back."""
    wished = Wished()
    with revision.aside(), transaction.atomic():
        last = EditedRow.objects.aggregate(last=Max("pk"))["last"] or 0
        write(documents)
        rows = EditedRow.objects.filter(edit=current_edit(), pk__gt=last)
        owners = defaultdict(dict)  # by model: by key, what happened to the record itself
        columns = rows.values_list("owner_kind", "owner_id", "table_name", "before", "after")
        for kind, key, table, before, after in columns.iterator():
            model = models_by_kind().get(kind)
            if isinstance(desk_of(model), Drafting):
                fate = owners[model].setdefault(key, "")
                is_itself = table == model._meta.db_table
                if is_itself and (before is None or after is None):
                    fate = "new" if before is None else "gone"
                    owners[model][key] = fate
                if fate == "gone" and is_itself:
                    wished.gone.append(str(model(**named(before))))
        total = sum(map(len, owners.values()))
        for model, fates in owners.items():
            for record in model._base_manager.filter(pk__in=fates).order_by("pk"):
                progress("Reading what would change", len(wished.values), total)
                place = (model, record.pk)
                wished.values[place] = held(request, model, record)
                wished.names[place] = name_of(record)
                if fates[record.pk] == "new":
                    wished.new.add(place)
        transaction.set_rollback(True)
    return wished


def named(row):
    """The part of a row of the history that says what the record is called."""
    names = [name for name in ("title", "name") if name in row]
    return {name: row[name] for name in names}


def held(request, model, record):
    """What the form of a draft of this record says if nobody touches it."""
    request.draft = Draft(kind=model._meta.model_name, row_id=record.pk)
    return Values.held(desk_of(model), request, record)


def draft_of(request, model, key, then, wished):
    """A draft by which a record comes to say what it said `then`; None if it says so already."""
    name = wished.names[model, key][:LONGEST_NAME]
    if (model, key) in wished.new:
        return new_draft(request, model, then, name)
    desk, record = desk_of(model), model._base_manager.get(pk=key)
    now = held(request, model, record)
    then = plainly(model, then, now)
    if marks(now.fields) == marks(then.fields) and now.rows == then.rows:
        return None
    opened = Opened.now(request, name_of(record), desk.version_of(str(key)), now)
    sent = Sent(now, set(), [])
    Wanted(record, 0, "").put_version(sent, then)
    return prepared(request.draft, name, sent, opened)


def new_draft(request, model, then, name):
    """A draft of a record that is not there, part of one that is settled."""
    request.draft = Draft(kind=model._meta.model_name)
    opened = Opened.now(request, name, None, Values({key: [] for key in then.fields}, {}))
    added = [(prefix, row) for prefix, rows in then.rows.items() for row in rows.values()]
    none = Values(then.fields, {prefix: {} for prefix in then.rows})
    return prepared(request.draft, name, Sent(none, set(), added), opened)


def prepared(draft, name, sent, opened):
    draft.name, draft.content, draft.shown = name, sent.post.urlencode(), asdict(opened)
    draft.save()
    return draft


def user_of(request):
    return request.user if request.user.pk else None
