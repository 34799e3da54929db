"""The questions asked of sources."""

from core.models import PublicRecord
from core.models.identity import NaturalKeyQuerySet
from core.publishing import owner_path
from core.publishing.addresses import page_at
from core.search.full_text import TextSearchQuerySet, is_one_of


class SourceQuerySet(TextSearchQuerySet, NaturalKeyQuerySet):
    """Sources ..."""

    SEARCH_FIELDS = {"title": "A", "publisher": "B"}

    def cited_by(self):
        """By each relation of a source the way from there to the record that can be published."""
        return {
            relation.name: path.removesuffix("__")
            for relation in self.model._meta.related_objects
            if (path := owner_path(relation.related_model))
        }

    def who_cite(self, sources, relations, columns):
        """What cites some sources in public, through some relations to records of one kind.

        Pairs of the key of a source and of a record that cites it; and by key, of those records
        that are public, a row of these columns.
        """
        ways = self.cited_by()
        parts = [
            self.related(relation)
            .filter(source__in=sources)
            .order_by()
            .values_list("source", ways[relation])
            for relation in relations
        ]
        pairs = set(parts[0].union(*parts[1:]))
        records = self.related(relations[0])
        for step in ways[relations[0]].split("__"):
            records = records.related(step)
        records = records.published().filter(is_one_of({key for _, key in pairs}))
        return pairs, {key: row for key, *row in records.values_list("pk", *columns)}

    def of_page(self, address):
        """... whose address leads to the same page as this one, however it is written."""
        page = page_at(address)
        host = page.split("/")[0].split(":")[0].split("?")[0]
        known = self.filter(url__icontains=host).values_list("pk", "url") if host else ()
        return self.filter(pk__in=[key for key, url in known if page_at(url) == page])

    def public(self):
        """... that at least one public record cites."""
        known = PublicRecord.objects.of(self.model).public()
        return self.filter(pk__in=known.values("row_id"))
