"""Replications as files: rows of who took up what from whom, and the ways as lines."""

from core.downloads.columns import WHOLE, Column, Table, page_url
from core.downloads.geojson import feature, line
from core.downloads.offers import Offer, offer_at
from initiatives.api.replications import ReplicationViewSet
from initiatives.downloads.columns import ID, MODIFIED, country_columns, source_columns
from initiatives.records.claims import REPLICATIONS

INITIATIVE_ID = Column(
    "initiative_id", "The initiative, by its id.", "initiative.public_id", tag="#activity+id"
)
INITIATIVE = Column(
    "initiative", "What it is called.", "initiative.title", tag="#activity+name", width=40
)


def columns_of(of=""):
    """The columns that say what a replication is; of: the path to it in a row."""
    return (
        *country_columns("from_country", "Whose solution it is", "+origin", f"{of}from_country"),
        *country_columns("to_country", "Who takes it up", "+destination", f"{of}to_country"),
        Column(
            "uptake",
            "What it comes to: taken-up, learnt-from or wanted.",
            f"{of}uptake",
            tag="#status+uptake",
        ),
        Column(
            "stage", "How far it has come: the editors' reading.", f"{of}stage.slug", tag="#status"
        ),
        Column("year", "When that was.", f"{of}year", kind=WHOLE, tag="#date+year"),
        Column("note", "What the source says of it.", f"{of}note", tag="#description", width=60),
        *source_columns(f"{of}source."),
    )


TABLE = Table(
    "",
    "Replications",
    "A solution that one country took up from another, learnt about there, or wants.",
    (
        ID,
        INITIATIVE_ID,
        INITIATIVE,
        *columns_of(),
        page_url("initiative", name="initiative_url", says="The page of the initiative.", tag=""),
        page_url(),
        MODIFIED,
    ),
)


def way(replication, initiative, root):
    """A replication as a line, with what a map says of it."""
    return feature(
        replication.public_id,
        line(replication.from_country, replication.to_country),
        kind="replication",
        initiative=initiative.title,
        initiative_id=initiative.public_id,
        from_iso3=replication.from_country.iso3,
        from_country=replication.from_country.name,
        to_iso3=replication.to_country.iso3,
        to_country=replication.to_country.name,
        uptake=replication.uptake,
        stage=replication.stage.slug,
        year=replication.year,
        note=replication.note,
        source_title=replication.source.title,
        source_url=replication.source.url,
        page_url=root + replication.get_absolute_url(),
    )


def features(replication, root):
    """The one line that a replication is."""
    return [way(replication, replication.initiative, root)]


OFFER = offer_at(
    Offer(
        name="replications",
        one="replication",
        reader=REPLICATIONS,
        api=ReplicationViewSet,
        tables=(TABLE,),
        features=features,
    ),
    list_name="replications:list",
    record_name="replications:detail",
    lookups={"public_id": "public_id"},
)
