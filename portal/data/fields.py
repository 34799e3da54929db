"""What the types of public records say of their fields, in the words of the files.

A field is a Value, a Reference to another record, or a list: References, Texts, or Rows that are
part of the record. Each says by `plain` what JSON Lines have of it; `tables` makes columns and
tables of them. What is no column of a record (counts, what others say of it) has a default in its
type and is left out, and so is what serves the portal alone. At the end of each record stand what a
stage comes to, and the address of the page, where there are these.
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from types import NoneType
from typing import get_args, get_origin

import msgspec
from django.conf import settings

from core.records.reading import Label
from forum.records.labels import ForumLabel, PersonLabel, SeriesLabel
from initiatives.models.claims import number_of
from initiatives.records.labels import (
    ConventionLabel,
    CountryLabel,
    GoalLabel,
    InitiativeLabel,
    OrganizationLabel,
    RegionLabel,
    ResourceLabel,
    SourceLabel,
    StageLabel,
    TargetLabel,
    TermLabel,
    ThemeLabel,
)
from portal.data.descriptions import description

UNSAID = {"pk", "archived", "cover"}  # keys of the database, what no published record has, a file
CALLED = {"public_id": "id", "partnerships": "partners", "citations": "sources"}  # as in the API
TYPES = {
    str: "string",
    int: "integer",
    float: "number",
    Decimal: "number",
    bool: "boolean",
    date: "date",
    time: "time",
    datetime: "datetime",
}
LABELS = {  # by label, the kind that it names, or the table of what is part of one
    InitiativeLabel: "initiatives",
    OrganizationLabel: "organizations",
    ResourceLabel: "resources",
    SourceLabel: "sources",
    ForumLabel: "forums",
    PersonLabel: "people",
    CountryLabel: "countries",
    RegionLabel: "regions",
    ThemeLabel: "themes",
    StageLabel: "stages",
    GoalLabel: "sdgs",
    TargetLabel: "sdg_targets",
    ConventionLabel: "conventions",
    SeriesLabel: "series",
}
TERMS = {  # by field, of what vocabulary its terms are
    "InitiativeRecord.kind": "kinds",
    "InitiativeRecord.modalities": "modalities",
    "InitiativeRecord.sectors": "sectors",
    "PartnershipRow.role": "partner-roles",
    "OrganizationRecord.kind": "organization-kinds",
    "SectorRecord.parent": "sectors",
}
KEYS = {  # by what is named, the field that names it where that is not its id
    "countries": "iso3",
    "sdgs": "number",
    "sdg_targets": "code",
    "conventions": "number",
    "regions": "slug",
    "country-groups": "slug",
    "themes": "slug",
    "stages": "slug",
    "series": "slug",
    **dict.fromkeys(TERMS.values(), "slug"),
}
UPTAKE, PAGE_URL = "uptake", "page_url"
NAMES = ("public_id", "slug", "iso3", "number", "code", "name", "title", "acronym")


@dataclass(frozen=True)
class Field:
    """A field of a record. name: in the files; attribute: of the record."""

    name: str
    attribute: str
    description: str

    def of(self, record):
        """What a record says in it, as it stands in JSON Lines."""
        return self.plain(getattr(record, self.attribute))

    def plain(self, value):
        """A value of it as JSON has it."""
        raise NotImplementedError


@dataclass(frozen=True)
class Value(Field):
    """A text, number, date or the like. type: as Table Schema calls it."""

    type: str
    is_optional: bool

    def plain(self, value):
        if isinstance(value, Decimal):
            return number_of(value)
        return value if value is None else msgspec.to_builtins(value)


class PageAddress(Value):
    """The address of the page of a record, as others outside of the portal write it."""

    def of(self, record):
        return settings.SITE_URL + record.get_absolute_url()


@dataclass(frozen=True)
class Reference(Field):
    """Another record. to: the kind or table that it is in; key: the field by which it is named."""

    to: str
    key: str
    said: tuple
    is_optional: bool

    def plain(self, value):
        """What identifies the other and what it is called; of a source, how it is cited."""
        if names_nothing(value):
            return None
        return {
            CALLED.get(name, name): msgspec.to_builtins(getattr(value, name)) for name in self.said
        }

    def key_of(self, value):
        """What names the other in a table."""
        if names_nothing(value):
            return None
        return getattr(value, "public_id" if self.key == "id" else self.key)


@dataclass(frozen=True)
class References(Field):
    """Other records. one: a Reference to each."""

    one: Reference

    def plain(self, value):
        return [self.one.plain(other) for other in value]


@dataclass(frozen=True)
class Texts(Field):
    """Texts in order."""

    def plain(self, value):
        return list(value)


@dataclass(frozen=True)
class Rows(Field):
    """Rows that are part of the record. type: the Struct of one; fields: of that."""

    type: type
    fields: tuple

    def plain(self, value):
        return [plain(self.fields, row) for row in value]


def names_nothing(label):
    """Whether there is no other record: the world is no region that the catalogue tells of."""
    return label is None or getattr(label, "is_world", False)


def plain(fields, record):
    """A record as an object of JSON."""
    return {field.name: field.of(record) for field in fields}


def fields_of(struct):
    """The Fields of a type of records or rows, in its order, what identifies it first."""
    found = [
        field(struct, one)
        for one in msgspec.structs.fields(struct)
        if one.required and one.name not in UNSAID
    ]
    return (*sorted(found, key=lambda one: one.name != "id"), *derived(struct))


def derived(struct):
    """The Fields that follow from others of a type."""
    if hasattr(struct, UPTAKE):
        yield Value(UPTAKE, UPTAKE, description(struct, UPTAKE), "string", is_optional=False)
    if hasattr(struct, "get_absolute_url"):
        yield PageAddress(
            PAGE_URL, PAGE_URL, description(struct, PAGE_URL), "string", is_optional=False
        )


def field(struct, one):
    """The Field of a msgspec FieldInfo."""
    name = CALLED.get(one.name, one.name)
    said = (name, one.name, description(struct, name))
    types = [part for part in get_args(one.type) or [one.type] if part is not NoneType]
    is_optional = NoneType in get_args(one.type)
    if get_origin(one.type) is tuple:
        (inner,) = (part for part in types if part is not Ellipsis)
        if inner is str:
            return Texts(*said)
        if issubclass(inner, Label):
            return References(*said, reference(struct, one.name, inner, said, is_optional=False))
        return Rows(*said, inner, fields_of(inner))
    (only,) = types
    if issubclass(only, Label):
        return reference(struct, one.name, only, said, is_optional)
    return Value(*said, TYPES[only], is_optional)


def reference(struct, name, label, said, is_optional):
    """The Reference of a field to what a label names."""
    to = TERMS[f"{struct.__name__}.{name}"] if label is TermLabel else LABELS[label]
    names = tuple(one.name for one in msgspec.structs.fields(label))
    shown = names if label is SourceLabel else tuple(name for name in names if name in NAMES)
    return Reference(*said, to, KEYS.get(to, "id"), shown, is_optional or label is RegionLabel)
