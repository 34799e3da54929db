"""Names in five languages, and terms that have them."""

from datetime import datetime

from msgspec import Struct, field

from core.models.naming import NamesByLanguage
from initiatives.models.synonyms import Synonym


class NamedRecord(NamesByLanguage, Struct, frozen=True):
    """A record with a name in English, and in each further language of the portal."""

    pk: int = field(name="id")
    public_id: str
    name: str
    name_fr: str
    name_es: str
    name_pt: str
    name_ar: str
    modified: datetime | None

    def __str__(self):
        return self.name


class TermRecord(NamedRecord, frozen=True):
    """A value of a vocabulary, its definition and where that comes from."""

    slug: str
    definition: str
    source_title: str
    source_publisher: str
    source_year: int | None
    source_url: str


class StageRecord(TermRecord, frozen=True):
    """How far a replication has come; the higher its order, the further."""

    order: int


class PartnerRoleRecord(TermRecord, frozen=True):
    """What a partner does, in a scheme of roles."""

    scheme: str


class SynonymRow(Struct, frozen=True):
    """Another word for a record."""

    language: str
    text: str


LANGUAGES = {language: place for place, language in enumerate(Synonym.Language.values)}


def language_of(synonym):
    """The place of a SynonymRow's language among all, English first."""
    return LANGUAGES[synonym.language]
