"""In which version what an import has brought stands, so that nothing unread goes on with it.

Who publishes what came has read it as it came. What somebody has gone on with since is for the one
who opens it.
"""

from collections import defaultdict

from core.admin.undoing import lock_rows
from core.admin.versions import versions
from core.history.tables import models_by_kind
from core.models import Draft
from core.models.drafts import DraftVersion

GONE_ON = "Somebody has gone on with this draft: open it to look."


def remember(rows):
    """Note at ImportRows the version of what came of them. The caller saves them."""
    now = present(rows)
    for row in rows:
        row.arrived_as = now.get(place_of(row), "")


def gone_on(rows):
    """Those of some ImportRows of which something else stands there than came; the rest is locked.

    Call it in a transaction: until that ends, nobody goes on with what is not among them.
    """
    now = present(rows, is_locked=True)
    return [row for row in rows if not row.arrived_as or now.get(place_of(row)) != row.arrived_as]


def place_of(row):
    return ("", row.draft_id) if row.draft_id else (row.kind, row.row_id)


def present(rows, *, is_locked=False):
    """The versions of what came of rows by its place: of a draft, the number of its last."""
    found, keys = {}, defaultdict(list)
    for row in rows:
        kind, key = place_of(row)
        keys[kind].append(key)
    drafts = keys.pop("", [])
    if is_locked:
        lock_rows(Draft, drafts)
    numbers = DraftVersion.objects.filter(draft__in=drafts).order_by("number")
    for key, number in numbers.values_list("draft_id", "number"):
        found["", key] = str(number)
    for kind, some in keys.items():
        model = models_by_kind().get(kind)
        if model is None:
            continue
        if is_locked:
            lock_rows(model, some)
        for key, version in versions(model, some).items():
            found[kind, key] = version
    return found
