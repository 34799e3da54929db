"""Whether the table of public records says what the catalogue itself says."""

from django.db import connection

from core.models import PublicRecord

SQL = """
SELECT coalesce(there.public_id, record.public_id) FROM public_{kind}(NULL) AS there
FULL JOIN (SELECT * FROM portal_publicrecord WHERE kind = '{kind}' AND state = 'public') AS record
    USING (public_id)
WHERE (there.row_id, there.slug, there.digest, there.digest)
    IS DISTINCT FROM (record.row_id, record.slug, record.digest, md5(record.document))
"""


ARCHIVED = """
SELECT public_id FROM portal_publicrecord AS record WHERE kind = %(kind)s AND state = 'archived'
AND NOT EXISTS (SELECT FROM archived_records(%(kind)s, NULL) AS there
    WHERE (there.row_id, there.slug) = (record.row_id, record.slug))
"""


def kinds():
    """All kinds of records of which the table ever told, sorted."""
    return sorted(PublicRecord.objects.order_by().values_list("kind", flat=True).distinct())


def differences():
    """By kind, the ids of the records of which the table says something else; empty if none."""
    found = {}
    with connection.cursor() as cursor:
        for kind in kinds():
            cursor.execute(f"{SQL.format(kind=kind)} UNION ALL {ARCHIVED}", {"kind": kind})
            if ids := [public_id for (public_id,) in cursor.fetchall()]:
                found[kind] = ids
    return found


def publish_all():
    """Have the table follow every record anew, in the transaction of the caller."""
    with connection.cursor() as cursor:
        for kind in kinds():
            cursor.execute(
                "INSERT INTO portal_pendingrecord (kind, row_id) VALUES (%s, NULL)", [kind]
            )
        # What raises the revision publishes what is noted; it fires for a change of any table.
        cursor.execute("SELECT set_config('catalogue.pending', 'some', true)")
        cursor.execute("INSERT INTO portal_pendingchange (subject, ids) VALUES ('nothing', '{}')")
