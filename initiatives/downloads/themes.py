"""Themes as files."""

from core.downloads.columns import WHOLE, Column, Table, each, page_url
from core.downloads.offers import Offer, offer_at
from initiatives.api.themes import ThemeViewSet
from initiatives.downloads.columns import ID, MODIFIED, name_columns
from initiatives.records.themes import THEMES, with_counts

TABLE = Table(
    "",
    "Themes",
    "A subject of decent work. Several names in one cell have “; ” between them.",
    (
        ID,
        Column("slug", "By what other tables name it.", tag="#sector+code"),
        *name_columns("#sector"),
        Column("pillar", "The ILO's pillar of decent work that it is under.", tag="#sector+pillar"),
        Column("description", "What is meant.", tag="#description", width=60),
        Column(
            "synonyms",
            "Other words for it, in all languages.",
            each("synonyms", "text"),
            tag="#sector+synonym",
            width=40,
        ),
        Column(
            "targets",
            "Targets of the 2030 Agenda.",
            each("targets", "code"),
            tag="#indicator+sdg+code",
        ),
        Column(
            "conventions",
            "Conventions of the ILO that it rests on, by number.",
            each("conventions", "number"),
        ),
        Column("initiative_count", "Public initiatives with it.", kind=WHOLE),
        Column("taken_up", "Replications of these that come to being taken up.", kind=WHOLE),
        page_url(),
        MODIFIED,
    ),
)
offer_at(
    Offer(
        name="themes",
        one="theme",
        reader=THEMES,
        api=ThemeViewSet,
        complete=with_counts,
        tables=(TABLE,),
        keys=lambda filterset: list(filterset.qs.in_pillars().values_list("pk", flat=True)),
    ),
    list_name="themes:list",
    record_name="themes:detail",
)
