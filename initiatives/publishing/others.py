"""What is asked of organizations and documents."""

from django.db.models import Prefetch

from core.publishing import WARNING, Said, compare, reads
from core.publishing.checks import sources
from initiatives.models import (
    Initiative,
    Organization,
    OrganizationCitation,
    Resource,
    ResourceCitation,
    Source,
)

TELLING_TITLE = 4  # words: shorter ones, such as "About us", are those of many pages

for model, citation in ((Organization, OrganizationCitation), (Resource, ResourceCitation)):
    reads(model, Prefetch("citations", citation.objects.select_related("source")))


@compare(Initiative, Organization, Resource, level=WARNING)
def original_instead_of_copy(records):
    """A source that is a copy is not cited where the catalogue has the original, too."""
    cited = [
        (record, one)
        for record in records
        for one in sources(record)
        if one.copy and len(one.title.split()) >= TELLING_TITLE
    ]
    titles = {one.title.casefold() for _, one in cited}
    originals = {}
    for original in Source.objects.filter(copy=False) if titles else ():
        if original.title.casefold() in titles:
            originals.setdefault(original.title.casefold(), []).append(original)
    for record, one in cited:
        for original in originals.get(one.title.casefold(), ()):
            if original.year in (one.year, None) or one.year is None:
                yield (
                    record,
                    Said(
                        f"The source “{one.title}” is a copy; the original is at {original.url}.",
                        about=f"{one.url} {original.url}",
                    ),
                )
                break
