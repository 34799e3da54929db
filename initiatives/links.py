"""Whose addresses are checked, and what becomes of the sources among them.

Every column of the catalogue that holds an address elsewhere: of sources, documents, organizations
and their channels, replies and vocabularies, drafts included. What readers propose is not asked:
strangers do not choose where we go.
"""

from django.apps import apps
from django.db import connection
from django.utils import timezone
from django.utils.formats import date_format
from psycopg.sql import SQL, Identifier

from core.history import recorded
from core.models import CheckedAddress, Edit, NaturalKeyModel
from core.models.links import AGAIN, APART
from initiatives.models import Source
from initiatives.models.sources import WebAddressField

COMMAND = "check_links"
WITNESSES = 5  # that answered last time: if they do not, the fault is ours
USED = SQL("SELECT {column} AS url FROM {table} WHERE {column} <> ''")
DUE = SQL(
    "SELECT used.url FROM ({used}) AS used"
    " LEFT JOIN portal_checkedaddress AS checked ON checked.url = used.url"
    " WHERE checked.asked_at IS NULL OR checked.asked_at <= CASE"
    " WHEN checked.outcome = 'failed' AND checked.dead_since IS NULL"
    " THEN %(soon)s ELSE %(later)s END"
    " ORDER BY checked.outcome = 'failed' AND checked.dead_since IS NULL DESC NULLS LAST,"
    " checked.asked_at NULLS FIRST, used.url LIMIT %(most)s"
)
UNUSED = SQL(
    "DELETE FROM portal_checkedaddress WHERE url NOT IN (SELECT url FROM ({used}) AS used)"
)


def address_columns():
    """Pairs of a model of the catalogue and a field of it that holds an address elsewhere."""
    return [
        (model, field)
        for model in apps.get_models()
        if issubclass(model, NaturalKeyModel)
        for field in model._meta.concrete_fields
        if isinstance(field, WebAddressField)
    ]


def used():
    """SQL of all addresses that the catalogue names, each once."""
    return SQL(" UNION ").join(
        USED.format(column=Identifier(field.column), table=Identifier(model._meta.db_table))
        for model, field in address_columns()
    )


def due(most, *, is_everything=False):
    """The addresses to be asked now, most pressing first; a few that answered last among them.

    What has failed and is not dead yet is asked every night, all else every week.
    """
    now = timezone.now()
    soon, later = (now, now) if is_everything else (now - APART, now - AGAIN)
    with connection.cursor() as cursor:
        cursor.execute(DUE.format(used=used()), {"soon": soon, "later": later, "most": most})
        found = [url for (url,) in cursor.fetchall()]
    return list(dict.fromkeys([*found, *witnesses()])) if found else []


def witnesses():
    """Addresses of several hosts that answered when they were last asked."""
    lately = CheckedAddress.objects.filter(outcome="answered").order_by("-answered_at")
    by_host = {url.split("/")[2]: url for url in lately.values_list("url", flat=True)[:100]}
    return list(by_host.values())[:WITNESSES]


def forget_unused():
    """Forget addresses that the catalogue does not name any more."""
    with connection.cursor() as cursor:
        cursor.execute(UNUSED.format(used=used()))


def tell_sources(noted):
    """Have the sources with these addresses say whether they are dead, and where they have moved.

    What is as it was is not written: it would be a change of the catalogue.
    """
    by_url = {one.now.url: one.now for one in noted}
    for source in Source.objects.filter(url__in=by_url).select_for_update().order_by("pk"):
        checked = by_url[source.url]
        found = {"dead_since": checked.dead_since, "moved_to": checked.moved_to}
        changed = {name: value for name, value in found.items() if getattr(source, name) != value}
        if changed:
            with recorded(Edit.Way.COMMAND, what=COMMAND, reason=reason(checked, changed)):
                Source.objects.filter(pk=source.pk).update(**changed)


def reason(checked, changed):
    """What has been found of a source, in sentences, as its history tells it."""
    said = []
    if "dead_since" in changed and checked.dead_since:
        said += [f"It failed three times in seven days. {last_answer(checked)} {checked.said}"]
    elif "dead_since" in changed:
        said += ["It answers again."]
    if "moved_to" in changed:
        said += [
            f"It has moved to {checked.moved_to}" if checked.moved_to else "It has moved back."
        ]
    return " ".join(said)


def last_answer(checked):
    """When an address last answered, in a sentence."""
    if checked.answered_at is None:
        return "It has never answered."
    return f"It last answered on {date_format(timezone.localtime(checked.answered_at), 'j F Y')}."
