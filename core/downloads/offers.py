"""What can be taken away of each kind of records, as the apps say it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from django.urls import Resolver404, resolve

from core.api.answers import sayer_of
from core.api.fields import Answer
from core.api.viewsets import RecordViewSet
from core.downloads.columns import Table
from core.downloads.forms import FORMS
from core.records.peers import as_peers
from core.records.reading import Reader

BATCH = 250  # records that are in memory at once


def keys_of_records(filterset):
    """The primary keys that a filterset finds, in the order of its list."""
    found = filterset.qs
    return found.ids if hasattr(found, "ids") else list(found.values_list("pk", flat=True))


@dataclass(frozen=True)
class Offer:
    """One kind of records as files.

    name: of its lists, as in file names; one: of a single record; reader: of its public records;
    api: the view of it in the API, which says which these are, what can be asked of them and all
    that a record says; tables: that of the records first, then those of their parts; features: a
    function of a record and of what stands before our addresses, which gives the record as features
    of GeoJSON, None where nothing has a place; keys: a function of the filterset, which gives the
    keys of what the page of the list shows; complete: a function of some records, which gives them
    with what tables say beside the API, None for what that completes.
    """

    name: str
    one: str
    reader: Reader
    api: type[RecordViewSet]
    tables: tuple[Table, ...]
    features: Callable | None = None
    keys: Callable = keys_of_records
    complete: Callable | None = None

    @property
    def model(self):
        return self.reader.model

    @property
    def serializer(self):
        """The API's, of a whole record."""
        return self.api.detail_serializer_class or self.api.serializer_class

    @cached_property
    def tables_by_name(self):
        return {table.name: table for table in self.tables}

    @property
    def title(self):
        """What a list of them is called."""
        return self.tables[0].title

    @property
    def forms(self):
        """The Forms of the records; only what has a place has one for maps."""
        return [form for form in FORMS.values() if form.ending != "geojson" or self.features]

    def public(self):
        """The queryset of what readers may see."""
        return self.api.queryset.all()

    def batches(self, keys):
        """Some records by their keys, in this order, a few at a time; withdrawn ones left out.

        Each batch is asked for when the one before is used up, in queries of its own, of which
        there are as many for one record as for many: no transaction stays open meanwhile.
        """
        for start in range(0, len(keys), BATCH):
            some = keys[start : start + BATCH]
            found = self.reader.read(self.public().filter(pk__in=some))
            complete = self.complete or self.api.complete
            by_key = {record.pk: record for record in complete(found)}
            yield as_peers([by_key[key] for key in some if key in by_key], self.api.related)

    def records(self, keys):
        """The same, one by one."""
        for batch in self.batches(keys):
            yield from batch

    def said(self, keys, root, choice=None):
        """What the API says of each; root: scheme and host; choice: of its fields, None for all."""
        say = sayer_of(self.serializer, choice)
        for batch in self.batches(keys):
            answer = Answer(root)
            for record in batch:
                yield say(record, answer)


@dataclass(frozen=True)
class Page:
    """A page whose content can be taken away.

    offer; is_list; lookups: by the name of what the page's address says, the lookup of its record.
    """

    offer: Offer
    is_list: bool
    lookups: dict


pages = {}  # by the name of a page's address
other_pages = {}  # those that show no list and no record, by the same: the Forms that they have
offers = {}  # by name


def page_at(path):
    """The Page that can be taken away at a path without its strokes at the ends, or None."""
    try:
        return pages.get(resolve(f"/{path}/").view_name)
    except Resolver404:
        return None


def offer_at(offer, *, list_name=None, record_name=None, lookups=None):
    """Offer a kind of records at the address of its list, and of each record, by their names."""
    offers[offer.name] = offer
    if list_name:
        pages[list_name] = Page(offer, True, {})
        offer.api.file_forms = tuple(form.ending for form in offer.forms)
    if record_name:
        pages[record_name] = Page(offer, False, lookups or {"slug": "slug"})
    return offer


def has_forms(name, forms):
    """Say that a page that shows no list and no record has other forms; it answers in them itself.

    name: of its address.
    """
    other_pages[name] = forms
