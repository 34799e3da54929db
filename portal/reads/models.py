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
TOP = """
SELECT sums.kind, coalesce(successor.public_id, sums.public_id) AS known_by,
    sum(sums.pages)::bigint AS pages, sum(sums.files)::bigint AS files, sum(sums.api)::bigint AS api
FROM (
    SELECT kind, public_id,
        coalesce(sum(number) FILTER (WHERE what = 'page'), 0) AS pages,
        coalesce(sum(number) FILTER (WHERE what NOT IN ('page', 'api')), 0) AS files,
        coalesce(sum(number) FILTER (WHERE what = 'api'), 0) AS api
    FROM roof_readcount WHERE day BETWEEN %s AND %s GROUP BY kind, public_id
) sums
LEFT JOIN portal_publicrecord record
    ON record.kind = sums.kind AND record.public_id = sums.public_id
LEFT JOIN portal_publicrecord successor ON successor.id = record.replaced_by_id
GROUP BY sums.kind, known_by
HAVING {0} > 0 ORDER BY {0} DESC, sums.kind, known_by LIMIT %s
"""
MOST_READ = TOP.format("sum(sums.pages)")
MOST_TAKEN = TOP.format("sum(sums.files + sums.api)")
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

    def within(self, first, last):
        """... from a first to a last day."""
        return self.filter(day__range=(first, last))

    def most(self, question, first, last, number):
        """The first rows of MOST_READ or MOST_TAKEN, from a first to a last day.

        Tuples of kind, public_id, and numbers of pages, files and answers of the API. What was read
        of a record that was merged counts with the one that replaces it.
        """
        with connection.cursor() as cursor:
            cursor.execute(question, [first, last, number])
            return cursor.fetchall()


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
