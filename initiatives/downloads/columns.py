"""Columns that several tables have, by the same names everywhere."""

from core.downloads.columns import (
    ADDRESS,
    BETWEEN_ADDRESSES,
    DAY,
    SEPARATOR,
    TIME,
    TRUTH,
    WHOLE,
    Column,
    Table,
    each,
    page_url,
    parts,
)

TRANSLATED = {"fr": "French", "es": "Spanish", "pt": "Portuguese", "ar": "Arabic"}

ID = Column(
    "id", "Never changes, whatever becomes of the name.", "public_id", tag="#meta+id", width=14
)
MODIFIED = Column(
    "modified",
    "When what the record says itself last changed (UTC).",
    kind=TIME,
    tag="#date+updated",
)
SOURCE_URLS = Column(
    "source_urls",
    "Addresses of all its sources, with a blank between them.",
    each("sources", "url", BETWEEN_ADDRESSES),
    tag="#meta+source+url",
    width=40,
)
SOURCE_COUNT = Column(
    "sources", "How many sources it rests on.", lambda row: len(row.sources), kind=WHOLE
)


def source_columns(of="source."):
    """The columns of the source that a row has at a path."""
    return (
        Column(
            "source_id",
            "The source, by its id.",
            f"{of}public_id",
            tag="#meta+source+id",
        ),
        Column("source_title", "Its title.", f"{of}title", tag="#meta+source+name", width=40),
        Column(
            "source_publisher",
            "Who published it.",
            f"{of}publisher",
            tag="#meta+source+org",
        ),
        Column("source_year", "When it was published.", f"{of}year", kind=WHOLE),
        Column("source_type", "What sort of evidence it is: the editors' reading.", f"{of}type"),
        Column(
            "source_url",
            "Where it was read.",
            f"{of}url",
            kind=ADDRESS,
            tag="#meta+source+url",
        ),
        Column(
            "source_archived_url",
            "A copy of it at the Internet Archive.",
            f"{of}archived_url",
            kind=ADDRESS,
            tag="#meta+source+url+archived",
        ),
        Column(
            "source_dead_since", "Since when nothing answers there.", f"{of}dead_since", kind=DAY
        ),
    )


def country_columns(name, says, tag, of=""):
    """Columns of the code and the name of a country that a row has at a path."""
    of = of or name
    return (
        Column(
            f"{name.removesuffix('_country')}_iso3",
            f"{says}: ISO 3166 alpha-3 code.",
            f"{of}.iso3",
            tag=f"#country+code{tag}",
            width=10,
        ),
        Column(name, f"{says}: the name.", f"{of}.name", tag=f"#country+name{tag}"),
    )


def countries_columns(name, path, says, tag):
    """Columns of the codes and the names of several countries."""
    return (
        Column(
            f"{name}_iso3",
            f"{says}: ISO 3166 alpha-3 codes, with “{SEPARATOR}” between them.",
            each(path, "iso3"),
            tag=f"#country+code{tag}",
            width=16,
        ),
        Column(
            f"{name}_countries",
            f"{says}: their names.",
            each(path, "name"),
            tag=f"#country+name{tag}",
        ),
    )


def cited(of, key, name):
    """The table of the sources of records, a row for each of each; key, name: its first columns."""
    return Table(
        "sources",
        "Sources",
        f"A source that {of} rests on; one that several rest on has several rows.",
        (
            key,
            name,
            *source_columns("part."),
            Column("accessed_on", "When it was last read.", "part.accessed_on", kind=DAY),
            Column(
                "copy",
                "Whether the address is a copy on a document host, not the publisher's own.",
                "part.copy",
                kind=TRUTH,
            ),
            page_url("record", says=f"The page of {of} that rests on it."),
        ),
        key=(key.name, "source_id"),
        rows=parts("sources"),
    )


def name_columns(tag):
    """The columns of a name in each language."""
    return (
        Column("name", "The name.", tag=f"{tag}+name", width=30),
        *(
            Column(f"name_{code}", f"The name in {language}.", tag=f"{tag}+name+i_{code}")
            for code, language in TRANSLATED.items()
        ),
    )


def named(noun, path="record.name"):
    """The columns that say which record the row of a part belongs to."""
    return (
        Column(f"{noun}_id", f"The {noun}, by its id.", "record.public_id", tag="#meta+id"),
        Column(noun, "What it is called.", path, width=40),
    )
