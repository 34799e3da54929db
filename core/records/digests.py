"""Digests of all public records, by which a copy finds out in one question whether it differs."""

from collections import defaultdict

from django.db import connection

SQL = """
SELECT kind, left(public_id, 1), count(*), encode(sha256(convert_to(
    string_agg(public_id || ' ' || digest || chr(10), '' ORDER BY public_id COLLATE "C"),
    'UTF8')), 'hex')
FROM portal_publicrecord WHERE state = 'public' GROUP BY 1, 2 ORDER BY 1, 2
"""


def digests():
    """By kind, by the first digit of the ids: how many records there are, and their digest.

    The digest is the SHA-256 of lines of an id, a space and the record's digest, sorted by id.
    """
    with connection.cursor() as cursor:
        cursor.execute(SQL)
        found = defaultdict(dict)
        for kind, digit, count, digest in cursor.fetchall():
            found[kind][digit] = {"count": count, "digest": digest}
    return dict(found)
