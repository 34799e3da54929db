"""What a table has for columns, for programs: a Table Schema (specs.frictionlessdata.io)."""

from core.downloads.columns import ADDRESS

MEDIA_TYPE = "application/vnd.tableschema+json"


def schema_of(table):
    """The Table Schema of a Table."""
    return {
        "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
        "fields": [field_of(column) for column in table.columns],
        "primaryKey": list(table.key),
        "missingValues": [""],
    }


def field_of(column):
    """What a Table Schema says of a Column."""
    kind = {"type": column.kind}
    if column.kind == ADDRESS:
        kind = {"type": "string", "format": "uri"}
    return {"name": column.name, **kind, "description": column.says}
