"""What describes the files: Frictionless Data Packages, a data dictionary, Datasette's metadata."""

from django.conf import settings

from portal.data.changes import FIELDS
from portal.data.fields import Reference, References, Rows, Texts
from portal.data.kinds import KINDS
from portal.data.tables import tables

LICENCE = {
    "name": "CC-BY-4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
    "title": "Creative Commons Attribution 4.0 International",
}
DESCRIPTION = (
    "Initiatives for decent work from countries of the South: how they work, which countries took "
    "them up, the forums where they were shown, and the sources of every claim. Our wording is "
    "CC BY 4.0; facts belong to everyone, and the sources keep their own rights."
)
LINES, TABLES, DATABASE, EXCHANGE = ("jsonl", "csv", "sqlite", "exchange")
CSV_NAME = "catalogue-csv.zip"
SQLITE_NAME = "catalogue.sqlite"
EXCHANGE_NAME = "catalogue.zip"
LINE_TYPES = {Reference: "object", References: "array", Rows: "array", Texts: "array"}


def citation(created):
    """How the whole catalogue is cited. created: when it last changed."""
    publisher = f" {settings.PUBLISHER_NAME}." if settings.PUBLISHER_NAME else ""
    day = f"{created:%-d %B %Y}"
    return f"{settings.SITE_NAME} ({created:%Y}).{publisher} Data as of {day}. CC BY 4.0."


def package(created, **further):
    """What both packages say of themselves. created: when the catalogue last changed."""
    return {
        "profile": "data-package",
        "name": "decent-work-solutions",
        "title": settings.SITE_NAME,
        "description": DESCRIPTION,
        "created": f"{created:%Y-%m-%dT%H:%M:%SZ}",
        "version": f"{created:%Y.%-m.%-d}",
        "licenses": [LICENCE],
        "citation": citation(created),
        **further,
    }


def tabular_package(said, created):
    """The description within the ZIP of CSV files. said: by table, its bytes and hash."""
    resources = [table_resource(table) | said[table.name] for table in tables()]
    return package(created, profile="tabular-data-package", resources=resources)


def table_resource(table):
    """A table of the ZIP, as a package describes it."""
    return {
        "name": table.name,
        "path": csv_of(table),
        "profile": "tabular-data-resource",
        "description": table.means,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": table_schema(table),
    }


def table_schema(table):
    """The Table Schema of a table."""
    return {
        "fields": [field_of_column(column) for column in table.columns],
        "missingValues": [""],
        "primaryKey": list(table.key),
        "foreignKeys": [
            {
                "fields": list(key.columns),
                "reference": {
                    # A package names the table itself by an empty text.
                    "resource": "" if key.table == table.name else key.table,
                    "fields": list(key.of),
                },
            }
            for key in table.foreign_keys
        ],
    }


def field_of_column(column):
    """A column as a Table Schema describes it."""
    said = {"name": column.name, "type": column.type, "description": column.description}
    return said | ({"constraints": {"required": True}} if column.is_required else {})


def set_package(files, created):
    """The description of all files of a set, and of the tables within its ZIP of CSV files.

    files: Files, in the order of the page.
    """
    by_kind = {f"{kind.name}.jsonl.gz": kind for kind in KINDS}
    resources = [
        {
            "name": file.name.lower().removesuffix(".gz"),
            "path": file.name,
            "bytes": file.size,
            "hash": f"sha256:{file.digest}",
            "mediatype": file.media_type,
            **(lines_resource(by_kind[file.name]) if file.name in by_kind else {}),
        }
        for file in files
    ]
    within = [
        {
            **table_resource(table),
            "path": CSV_NAME,
            "compression": "zip",
            "innerpath": csv_of(table),
        }
        for table in tables()
    ]
    return package(created, resources=[*resources, *within])


def csv_of(table):
    """The name of the CSV file of a table."""
    return f"{table.name}.csv"


def lines_resource(kind):
    """What a package says of the JSON Lines of a kind."""
    fields = [
        {
            "name": each.name,
            "type": LINE_TYPES.get(type(each)) or each.type,
            "description": each.description,
        }
        for each in kind.fields
    ]
    return {
        "description": kind.means,
        "format": "jsonl",
        "compression": "gz",
        "encoding": "utf-8",
        "schema": {"fields": fields, "missingValues": [], "primaryKey": [kind.key]},
    }


def dictionary():
    """The data dictionary for programs: all kinds with their fields, all tables with columns."""
    return {
        "kinds": [
            {"name": kind.name, "means": kind.means, "fields": fields_in_words(kind.fields)}
            for kind in KINDS
        ],
        "tables": [
            {"name": table.name, "means": table.means, **table_schema(table)} for table in tables()
        ],
        "changes": changes_in_words(),
    }


def changes_in_words():
    """The fields of a line of changes, as the dictionary has them."""
    return [
        {"name": name, "type": kind, "description": means} for name, (kind, means) in FIELDS.items()
    ]


def fields_in_words(fields):
    """Fields as the dictionary has them: what they are, what they mean, what they lead to."""
    return [field_in_words(each) for each in fields]


def field_in_words(each):
    said = {"name": each.name, "type": LINE_TYPES.get(type(each)) or each.type}
    match each:
        case Reference() | References():
            one = each.one if isinstance(each, References) else each
            said |= {"names": one.to, "by": one.key}
        case Texts():
            said |= {"items": "string"}
        case Rows():
            said |= {"fields": fields_in_words(each.fields)}
    return said | {"description": each.description}


def datasette_metadata(created):
    """The metadata.json with which Datasette tells what the tables and columns are."""
    return {
        "title": settings.SITE_NAME,
        "description": f"{DESCRIPTION} {citation(created)}",
        "license": LICENCE["title"],
        "license_url": LICENCE["path"],
        "source": settings.SITE_NAME,
        "databases": {
            SQLITE_NAME.partition(".")[0]: {
                "tables": {table.name: datasette_table(table) for table in tables()}
            }
        },
    }


def datasette_table(table):
    """What Datasette is told of a table."""
    names = [column.name for column in table.columns]
    label = next((name for name in ("title", "name") if name in names and not table.above), None)
    said = {
        "description": table.means,
        "columns": {column.name: column.description for column in table.columns},
    }
    return said | ({"label_column": label} if label else {})
