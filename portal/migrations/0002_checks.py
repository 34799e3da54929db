"""Records that were public before checks were kept count as checked, and fall due little by little.

As those of the launch catalogue do: on the day of its second edition, or on which readers first saw
them if that was before; those with the number n, n modulo 26 weeks earlier.
"""

from django.db import migrations

TABLES = {
    "initiative": "initiatives_initiative",
    "organization": "initiatives_organization",
    "resource": "initiatives_resource",
    "forum": "forum_forum",
    "person": "forum_person",
}
CHECKED = """
INSERT INTO portal_check (kind, row_id, checked_on)
    SELECT '{kind}', id, least(first_published_at::date, '2026-11-29') - (id % 26)::integer * 7
    FROM {table} WHERE first_published_at IS NOT NULL;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("roof", "0001_proposals"),
        ("portal", "0009_reviews"),
        ("initiatives", "0008_first_published"),
        ("forum", "0005_first_published"),
    ]

    operations = [
        migrations.RunSQL(CHECKED.format(kind=kind, table=table), migrations.RunSQL.noop)
        for kind, table in TABLES.items()
    ]
