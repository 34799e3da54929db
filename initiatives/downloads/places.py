"""Countries as files: a row for each with its totals, and where it lies."""

from core.downloads.columns import NUMBER, WHOLE, Column, Table, each, page_url
from core.downloads.geojson import feature, point
from core.downloads.offers import Offer, keys_of_records, offer_at
from initiatives.api.places import CountryViewSet
from initiatives.downloads.columns import ID, MODIFIED, name_columns
from initiatives.models import Country
from initiatives.records.places import COUNTRIES, with_numbers

COUNTED = {
    "begun": "Initiatives that began there.",
    "joined": "Initiatives that have to do with it.",
    "given": "Initiatives that others took up from it.",
    "shown": "Initiatives that others learnt from it or want.",
    "taken_up": "Initiatives of others that it took up.",
    "learnt_from": "Initiatives of others that it learnt from.",
    "wanted": "Initiatives of others that it wants.",
}


def counted(name):
    """A function of a country: one of its totals, 0 where it has no part in anything."""
    return lambda country: (country.numbers or {}).get(name, 0)


TABLE = Table(
    "",
    "Countries",
    "A country or territory, and how much of it the catalogue tells.",
    (
        ID,
        Column("iso3", "ISO 3166 alpha-3 code.", tag="#country+code+v_iso3"),
        Column("iso2", "ISO 3166 alpha-2 code.", tag="#country+code+v_iso2"),
        Column("m49", "Code of the UN Statistics Division.", tag="#country+code+v_m49"),
        *name_columns("#country"),
        Column("region", "The smallest M49 region that holds it.", "region.name", tag="#region"),
        Column("groups", "Groups that it belongs to.", each("groups", "name"), width=40),
        Column("lat", "Latitude of its centre.", kind=NUMBER, tag="#geo+lat"),
        Column("lon", "Longitude of its centre.", kind=NUMBER, tag="#geo+lon"),
        *(Column(name, says, counted(name), kind=WHOLE) for name, says in COUNTED.items()),
        page_url(),
        MODIFIED,
    ),
)


def keys_on_the_page(filterset):
    """Those of which the catalogue tells, by name, where nothing is asked: as on the page."""
    if filterset.is_narrowed:
        return keys_of_records(filterset)
    known = Country.objects.filter(totals__isnull=False)
    return list(known.values_list("pk", flat=True))


def where_a_country_is(country, root):
    """A country at its centre."""
    return [
        feature(
            country.public_id,
            point(country),
            iso3=country.iso3,
            name=country.name,
            **{name: counted(name)(country) for name in COUNTED},
            page_url=root + country.get_absolute_url(),
        )
    ]


offer_at(
    Offer(
        name="countries",
        one="country",
        reader=COUNTRIES,
        api=CountryViewSet,
        complete=with_numbers,
        tables=(TABLE,),
        features=where_a_country_is,
        keys=keys_on_the_page,
    ),
    list_name="countries:list",
    record_name="countries:detail",
    lookups={"iso3": "iso3"},
)
