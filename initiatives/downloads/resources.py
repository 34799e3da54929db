"""Documents as files."""

from core.downloads.columns import ADDRESS, WHOLE, Column, Table, each, page_url
from core.downloads.offers import Offer, offer_at
from initiatives.api.resources import ResourceViewSet
from initiatives.downloads.columns import ID, MODIFIED, SOURCE_URLS, cited, named
from initiatives.records.resources import RESOURCES

TABLE = Table(
    "",
    "Documents",
    "A document or page. Several names in one cell have “; ” between them.",
    (
        ID,
        Column("title", "Its title.", tag="#item+name", width=40),
        Column("title_language", "Code of two letters, where the title is not in English."),
        Column("kind", "Report, declaration, video ...", tag="#item+type"),
        Column("year", "When it came out.", kind=WHOLE, tag="#date+year"),
        Column("date", "The same, as exact as it is known."),
        Column("language", "In which language it is, by a code of two letters.", tag="#item+lang"),
        Column(
            "publishers",
            "Who published it.",
            each("publishers", "name"),
            tag="#org+publisher",
            width=30,
        ),
        Column("url", "Where it can be read.", kind=ADDRESS, tag="#item+url"),
        Column("summary", "What it is about.", tag="#description", width=60),
        Column(
            "initiatives",
            "Initiatives that it describes.",
            each("initiatives", "title"),
            tag="#activity+name",
            width=40,
        ),
        SOURCE_URLS,
        page_url(),
        MODIFIED,
    ),
)
offer_at(
    Offer(
        name="resources",
        one="document",
        reader=RESOURCES,
        api=ResourceViewSet,
        tables=(TABLE, cited("a document", *named("document", "record.title"))),
    ),
    list_name="resources:list",
    record_name="resources:detail",
)
