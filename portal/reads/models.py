"""Numbers of reads, and how far the logs of a server in front have been counted."""

from django.db import connection, models
from django.db.models import Q
from django.utils import timezone

from core.models.identity import PUBLIC_ID

ADD = """
INSERT INTO roof_readcount (day, kind, public_id, what, number)
    SELECT read.day, record.kind, record.public_id, read.what, sum(read.number)
    FROM unnest(%s::date[], %s::text[], %s::text[], %s::text[], %s::bigint[])
        AS read (day, kind, slug, what, number)
    JOIN portal_publicrecord record ON record.kind = read.kind
        AND (record.slug = read.slug AND record.slug <> ''
            OR record.kind = 'replication' AND record.public_id = read.slug)
        AND record.state IN ('public', 'archived')
    GROUP BY read.day, record.kind, record.public_id, read.what
    ORDER BY read.day, record.kind, record.public_id, read.what
ON CONFLICT (day, kind, public_id, what)
    DO UPDATE SET number = roof_readcount.number + excluded.number
"""
# One pass over the table, however many numbers there are: by day, and by record.
SUMMARY = """
WITH sums AS MATERIALIZED (
    SELECT kind, what, day, public_id, sum(number)::bigint AS number
    FROM roof_readcount WHERE day BETWEEN %(first)s AND %(last)s
    GROUP BY GROUPING SETS ((kind, what, day), (kind, what, public_id))
), records AS MATERIALIZED (
    SELECT sums.kind, coalesce(successor.public_id, sums.public_id) AS known_by,
        coalesce(sum(number) FILTER (WHERE what = 'page'), 0)::bigint AS pages,
        coalesce(sum(number) FILTER (WHERE what NOT IN ('page', 'api')), 0)::bigint AS files,
        coalesce(sum(number) FILTER (WHERE what = 'api'), 0)::bigint AS api
    FROM sums
        LEFT JOIN portal_publicrecord record
            ON record.kind = sums.kind AND record.public_id = sums.public_id
        LEFT JOIN portal_publicrecord successor ON successor.id = record.replaced_by_id
    WHERE sums.public_id IS NOT NULL
    GROUP BY sums.kind, known_by
)
SELECT 'step', kind, what, date_trunc(%(step)s, day)::date, sum(number)::bigint, NULL::bigint
    FROM sums WHERE day IS NOT NULL GROUP BY kind, what, date_trunc(%(step)s, day)
UNION ALL (SELECT 'read', kind, known_by, NULL, pages, NULL
    FROM records WHERE pages > 0 ORDER BY pages DESC, kind, known_by LIMIT %(most)s)
UNION ALL (SELECT 'taken', kind, known_by, NULL, files, api
    FROM records WHERE files + api > 0 ORDER BY files + api DESC, kind, known_by LIMIT %(most)s)
"""
AT_ONCE = 5_000  # kinds of reads in one statement


class What(models.TextChoices):
    """What of a record was asked for: its page, its data, or a file."""

    PAGE = "page", "Page"
    API = "api", "API"
    PDF = "pdf", "Brief, PDF"
    DOCX = "docx", "Brief, Word"
    ODT = "odt", "Brief, OpenDocument"
    XLSX = "xlsx", "Excel"
    CSV = "csv", "CSV"
    JSON = "json", "JSON"
    JSONL = "jsonl", "JSON Lines"
    GEOJSON = "geojson", "GeoJSON"
    BIB = "bib", "Citation, BibTeX"
    RIS = "ris", "Citation, RIS"
    CSL = "csl", "Citation, CSL-JSON"


FILES = tuple(what for what in What if what not in (What.PAGE, What.API))


class ReadCountQuerySet(models.QuerySet):
    """Numbers of reads ..."""

    def add(self, reads):
        """Add numbers to those that there are.

        reads: how many, by the day, the kind, the slug and the What. What no reader can read is
        left out, so there are never more rows than records, days and forms.
        """
        rows = [(*read, number) for read, number in reads.items()]
        with connection.cursor() as cursor:
            for start in range(0, len(rows), AT_ONCE):
                columns = zip(*rows[start : start + AT_ONCE], strict=True)
                cursor.execute(ADD, list(map(list, columns)))

    def summary(self, first, last, step, most):
        """What was asked for from a first to a last day; one question.

        step: "month" or "year". Gives three things: numbers by kind, What and the first day of each
        step; the records of which most pages were read, so many at most: (kind, public_id, pages);
        and those of which most was taken away: (kind, public_id, files, answers of the API). What
        was read of a record that was merged counts with the one that replaces it.
        """
        asked = {"first": first, "last": last, "step": step, "most": most}
        by_step, read, taken = {}, [], []
        with connection.cursor() as cursor:
            cursor.execute(SUMMARY, asked)
            for part, kind, key, day, number, api in cursor.fetchall():
                if part == "step":
                    by_step[kind, key, day] = number
                elif part == "read":
                    read.append((kind, key, number))
                else:
                    taken.append((kind, key, number, api))
        return by_step, read, taken


class ReadCount(models.Model):
    """How often one thing of one record was asked for on one day (of UTC)."""

    day = models.DateField()
    kind = models.CharField(max_length=30, help_text="Model name of the record.")
    public_id = models.CharField(max_length=12)
    what = models.CharField(max_length=10, choices=What.choices)
    number = models.PositiveBigIntegerField()

    objects = ReadCountQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["day", "kind", "public_id", "what"], name="read_count_stands_once"
            ),
            models.CheckConstraint(condition=Q(number__gt=0), name="read_count_is_a_number"),
            models.CheckConstraint(
                condition=Q(public_id__regex=f"^{PUBLIC_ID}$"), name="read_count_is_of_a_record"
            ),
        ]

    def __str__(self):
        return f"{self.day}: {self.kind} {self.public_id}, {self.what}, {self.number}"


class ReadLog(models.Model):
    """A log that has been counted: how far, whatever its file is called by now.

    beginning: a digest of its first line, which no other log has. size: bytes, unpacked; digest: of
    these.
    """

    beginning = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)
    counted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return self.beginning
