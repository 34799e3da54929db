"""Which version of a record somebody has seen: one short text over it, its rows and relations.

The database makes it of what it holds, whatever road a change took. Two versions are the same only
if the record, all rows that would be deleted with it and all its choices among others are.
"""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cache

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core import signing
from django.db import connection
from django.db.models import CASCADE
from django.utils import timezone
from django.utils.formats import date_format
from psycopg.sql import SQL, Identifier, Literal

from core.models.reviews import Review

# What says when a record was written, or is made of the rest.
APART = ["created_at", "updated_at", "first_published_at", "search_vector"]


def versions(model, keys):
    """The versions of these records by their ids; those that are gone are left out."""
    with connection.cursor() as cursor:
        cursor.execute(statement(model), [list(keys)])
        return dict(cursor.fetchall())


SALT = "core.admin.versions"


@dataclass(frozen=True)
class Seen:
    """What somebody has been shown: which records in which versions, and when.

    It travels through a hidden field of the page, signed, so that it says what we said.
    """

    versions: dict = field(default_factory=dict)  # by the records' ids
    moment: datetime | None = None

    @classmethod
    def now(cls, model, keys):
        """These records as they are."""
        found = versions(model, keys)
        return cls({key: found[key] for key in keys if key in found}, timezone.now())

    @classmethod
    def read(cls, text):
        """What `str` wrote; nothing at all if it is something else."""
        try:
            pairs, moment = signing.loads(text, salt=SALT)
        except signing.BadSignature:
            return cls()
        return cls(dict(pairs), datetime.fromisoformat(moment))

    def __str__(self):
        plain = [list(self.versions.items()), self.moment.isoformat()]
        return signing.dumps(plain, salt=SALT, compress=True)

    def differing(self, other):
        """The ids of the records that both know in different versions."""
        return [key for key, seen in self.versions.items() if other.versions.get(key, seen) != seen]


@cache
def statement(model):
    """The SQL that gives ids and versions of a model's records."""
    select = SQL("SELECT t0.id, left(md5({}), 16) FROM {} AS t0 WHERE t0.id = ANY (%s)")
    return select.format(content(model, 0), Identifier(model._meta.db_table)).as_string()


@cache
def still_as_read(model):
    """The SQL that gives the ids of records that will be published, of the kind in its parameter.

    They are in the version that somebody had read when she said when.
    """
    select = SQL(
        "SELECT t0.id FROM {} AS t0 JOIN {} AS review ON review.row_id = t0.id"
        " WHERE review.kind = %s AND review.publish_at IS NOT NULL"
        " AND review.version = left(md5({}), 16)"
    )
    tables = (Identifier(one._meta.db_table) for one in (model, Review))
    return select.format(*tables, content(model, 0)).as_string()


def content(model, depth):
    """The SQL for all that a record says: its columns, then its rows in the order of their ids."""
    outer, inner = (Identifier(f"t{number}") for number in (depth, depth + 1))
    parts = [SQL("(to_jsonb({}) - {}::text[])::text").format(outer, Literal(APART))]
    rows_of = SQL(
        "coalesce((SELECT string_agg({content}, '' ORDER BY {inner}.id)"
        " FROM {table} AS {inner} WHERE {inner}.{column} = {outer}.id), '')"
    )
    for rows, column in owned(model):
        part = rows_of.format(
            content=content(rows, depth + 1),
            table=Identifier(rows._meta.db_table),
            column=Identifier(column),
            inner=inner,
            outer=outer,
        )
        parts.append(part)
    return SQL("concat_ws('|', {})").format(SQL(", ").join(parts))


def owned(model):
    """Pairs of a model whose rows are deleted with a record, and the column that names it."""
    pairs = [
        (relation.related_model, relation.field.column)
        for relation in model._meta.get_fields(include_hidden=True)
        if relation.auto_created
        and (relation.one_to_many or relation.one_to_one)
        and relation.on_delete is CASCADE
        and relation.related_model._meta.auto_created in (False, model)
    ]
    return sorted(pairs, key=lambda pair: (pair[0]._meta.db_table, pair[1]))


def log_since(model, keys, moment):
    """By id, what the log says was done with these records since: sentences, the newest last."""
    entries = LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(model),
        object_id__in=list(map(str, keys)),
        action_time__gte=moment,
    )
    sentences = {}
    for entry in entries.select_related("user").order_by("action_time", "pk"):
        time = date_format(timezone.localtime(entry.action_time), "j F, H:i")
        sentence = f"{entry.user}, {time}: {entry.get_change_message()}"
        sentences.setdefault(int(entry.object_id), []).append(sentence)
    return sentences
