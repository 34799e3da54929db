"""The reference files of the format: regions, countries, goals, themes, vocabularies."""

from initiatives.models import (
    Convention,
    Country,
    CountryGroup,
    GlossaryTerm,
    Region,
    Sector,
    SectorSynonym,
    SustainableDevelopmentGoal,
    Synonym,
    Target,
    Theme,
    ThemeSynonym,
)
from initiatives.models.glossary import PHRASE, PHRASE_DUE
from initiatives.models.sectors import ISIC
from portal.exchange.keys import (
    Children,
    Column,
    Lines,
    Link,
    Many,
    PublicId,
    Shape,
    required,
)
from portal.exchange.special_keys import (
    Bundle,
    Continent,
    Described,
    Heading,
    Names,
    Synonyms,
)
from portal.exchange.values import (
    Address,
    Choice,
    Degrees,
    Line,
    PartialDate,
    Pattern,
    Slug,
    Text,
    Whole,
    Year,
)

SMALL = 32767  # what the database's small numbers hold

CONVENTION = Shape(
    Convention,
    required("number", Whole(1, 999)),
    PublicId(),
    required("title", Line()),
    required("year", Year()),
)


def synonyms(model, owner):
    """The key `synonyms`: other words that find a record, by language."""
    shape = Shape(
        model,
        required("language", Choice(Synonym.Language.choices)),
        required("text", Line()),
        identity=("language", "text"),
        owner=owner,
        position="position",
    )
    return Synonyms("synonyms", shape, Synonym.Language.values)


def term(model, *further):
    """A vocabulary: words that classify records, each defined."""
    return Shape(
        model,
        required("slug", Slug()),
        PublicId(),
        required("name", Line()),
        required("definition", Text()),
        *further,
        Bundle(
            "source",
            required("title", Line(), column="source_title"),
            Column("publisher", Line(), column="source_publisher"),
            Column("year", Year(), column="source_year"),
            Column("url", Address(), column="source_url"),
        ),
        Names("labels"),
    )


REGION = Shape(
    Region,
    required("code", Pattern(r"\d{3}", "an M49 code of three digits, as a text")),
    PublicId(),
    Heading("name", Line(), required=True),
    Link("parent", Region, by="code"),
    Names("names"),
)
COUNTRY = Shape(
    Country,
    required("iso3", Pattern("[A-Z]{3}", "an ISO 3166 code of three capitals")),
    PublicId(),
    required("iso2", Pattern("[A-Z]{2}", "an ISO 3166 code of two capitals")),
    required("m49", Pattern(r"\d{3}", "an M49 code of three digits, as a text")),
    required("name", Line()),
    Names("names"),
    Lines("aliases", Line()),
    Continent("region", Region, required=True),
    Link("subregion", Region, by="name", column="region", required=True),
    required("lat", Degrees(90)),
    required("lon", Degrees(180)),
)
GROUP = Shape(
    CountryGroup,
    required("slug", Slug()),
    PublicId(),
    required("name", Line()),
    Names("names"),
    required("kind", Line()),
    required("as_of", PartialDate()),
    Many("members", Country, by="iso3", required=True),
    Bundle(
        "source",
        required("title", Line(), column="source_title"),
        required("url", Address(), column="source_url"),
        required=True,
    ),
    Column("note", Text()),
)
GOAL = Shape(
    SustainableDevelopmentGoal,
    required("number", Whole(1, 17)),
    PublicId(),
    required("name", Line()),
    Names("names"),
    required("color", Pattern("#[0-9A-F]{6}", 'a colour such as "#E5243B"')),
    Children(
        "targets",
        Shape(
            Target,
            required("code", Pattern(r"\d{1,2}\.(\d{1,2}|[a-z])", 'a target such as "8.7"')),
            required("name", Line()),
            owner="goal",
            position="position",
            once=("code",),
        ),
    ),
)
THEME = Shape(
    Theme,
    required("slug", Slug()),
    PublicId(),
    required("name", Line()),
    required("pillar", Choice(Theme.Pillar.choices)),
    required("description", Text()),
    Names("labels"),
    synonyms(ThemeSynonym, "theme"),
    Many("sdg_targets", Target, by="code", column="targets"),
    Described("ilo_conventions", CONVENTION, column="conventions", always=True),
)
SECTOR = Shape(
    Sector,
    required("slug", Slug()),
    PublicId(),
    required("name", Line()),
    Link("parent", Sector),
    required("order", Whole(1, SMALL)),
    Column("isic", Pattern(ISIC, "a code of ISIC, revision 4, such as A, A0127 or C10-C12")),
    Names("labels"),
    synonyms(SectorSynonym, "sector"),
)
GLOSSARY_TERM = Shape(
    GlossaryTerm,
    required("phrase", Pattern(PHRASE, PHRASE_DUE)),
    required("language", Choice(Synonym.Language.choices)),
    Lines("stands_for", Pattern(PHRASE, PHRASE_DUE), required=True),
    identity=("language", "phrase"),
)
