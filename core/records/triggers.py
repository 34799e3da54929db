"""What a migration of an app needs so that its records stand in the table of public records."""

from dataclasses import dataclass

from django.db import migrations

# Columns that say nothing to readers, or follow from others.
NOT_CONTENT = (
    "updated_at",
    "created_at",
    "first_published_at",
    "featured",
    "publication",
    "search_vector",
)
PUBLISHED = "r.publication = 'published'"
KINDS = {
    "insert": "REFERENCING NEW TABLE AS changed",
    "update": "REFERENCING OLD TABLE AS before NEW TABLE AS changed",
    "delete": "REFERENCING OLD TABLE AS changed",
    "truncate": "",
}


@dataclass(frozen=True)
class Part:
    """Rows that are part of what a record says.

    name: what they are called in its document. table; owner: the column with the record's key.
    order: of the rows, in SQL; rows in another order are another content. where: which of them
    readers see, `p` being a row. instead: columns that readers see otherwise, as an SQL expression
    of a JSON object.
    """

    name: str
    table: str
    owner: str
    order: str = "p.position, p.id"
    where: str = "true"
    instead: str = "'{}'"

    @property
    def sql(self):
        """What the rows say of a record `r`: their name and a JSON array."""
        return (
            f"'{self.name}', coalesce((SELECT jsonb_agg(to_jsonb(p)"
            f" - '{{id,position,{self.owner}}}'::text[] || {self.instead}::jsonb"
            f" ORDER BY {self.order})"
            f" FROM {self.table} p WHERE p.{self.owner} = r.id AND {self.where}), '[]')"
        )


def is_published(table, column):
    """The SQL condition that what a part's column refers to is published."""
    return f"EXISTS (SELECT FROM {table} o WHERE o.id = p.{column} AND o.publication = 'published')"


def publishes_records(kind, table, *parts, slug="r.slug", public="true", withdrawn="gone"):
    """An operation: functions that tell what there is of a kind.

    `record_<kind>` gives the documents of records, by their keys, of drafts too; `public_<kind>`
    what the table of public records holds. kind: the model's name. slug: SQL for the last part of a
    record's address, `r` being its row; public: for whether readers may see it. withdrawn: the
    state that it has when they no longer do.
    """
    document = (
        f"to_jsonb(r) - '{{{','.join(NOT_CONTENT)}}}'::text[]"
        f" || jsonb_build_object({', '.join(part.sql for part in parts)})"
    )

    def function(name, returned, columns, which="true"):
        return (
            f"CREATE OR REPLACE FUNCTION {name}_{kind}(ids bigint[]) RETURNS TABLE ({returned})"
            # In this language the plan is made once for each connection.
            " LANGUAGE plpgsql STABLE SET search_path FROM CURRENT AS $sql$"
            " #variable_conflict use_column\n"
            f" BEGIN RETURN QUERY SELECT {columns}"
            f" FROM {table} r WHERE (ids IS NULL OR r.id = ANY (ids)) AND {which}; END $sql$"
        )

    return migrations.RunSQL(
        [
            function("record", "row_id bigint, document jsonb", f"r.id, {document}"),
            function(
                "public",
                "row_id bigint, public_id varchar, slug varchar, digest text",
                f"r.id, r.public_id, ({slug})::varchar, md5(({document})::text)",
                public,
            ),
            f"CREATE OR REPLACE FUNCTION withdrawn_{kind}() RETURNS text LANGUAGE sql IMMUTABLE"
            f" AS $sql$ SELECT '{withdrawn}' $sql$",
        ],
        [
            f"DROP FUNCTION record_{kind}(bigint[])",
            f"DROP FUNCTION public_{kind}(bigint[])",
            f"DROP FUNCTION withdrawn_{kind}()",
        ],
    )


def may_stay_readable(kind, table):
    """An operation: let the page of an archived record of a kind be read, where an editor says so.

    kind: the model's name.
    """
    return migrations.RunSQL(
        f"CREATE OR REPLACE FUNCTION archived_{kind}(ids bigint[])"
        " RETURNS TABLE (row_id bigint, slug varchar)"
        " LANGUAGE sql STABLE SET search_path FROM CURRENT AS $$"
        f" SELECT r.id, r.slug FROM {table} r"
        " WHERE r.publication = 'archived' AND (ids IS NULL OR r.id = ANY (ids)) $$",
        f"DROP FUNCTION archived_{kind}(bigint[])",
    )


def notes_records(table, *concerned):
    """An operation: triggers that note which records a change to a table concerns.

    concerned: pairs of a kind and the column with the keys of such records.
    """
    arguments = ", ".join(f"'{kind}', '{column}'" for kind, column in concerned)
    return migrations.RunSQL(
        [
            f"CREATE OR REPLACE TRIGGER records_{event} AFTER {event} ON {table} {rows}"
            f" FOR EACH STATEMENT EXECUTE FUNCTION note_records({arguments})"
            for event, rows in KINDS.items()
        ],
        [f"DROP TRIGGER IF EXISTS records_{event} ON {table}" for event in KINDS],
    )


def refers(name, references):
    """SQL of a function: which records say something else when others appear or are withdrawn.

    name: of the function. references: by kind of what appears, selects of kind and key, `ids` being
    the keys of what appears.
    """
    cases = "".join(
        f" IF kind = '{kind}' THEN RETURN QUERY {' UNION ALL '.join(selects)}; END IF;"
        for kind, selects in references.items()
    )
    return (
        f"CREATE OR REPLACE FUNCTION {name}(kind text, ids bigint[])"
        " RETURNS TABLE (referring text, row_id bigint)"
        f" LANGUAGE plpgsql STABLE SET search_path FROM CURRENT AS $$ BEGIN{cases} END $$;"
    )


def cites(name, *citing):
    """SQL of a function: whether a public record of one app cites a source.

    name: of the function. citing: what stands after `FROM`, from a table that cites, `c`, to the
    record that does so, `o`.
    """
    found = " OR ".join(
        f"EXISTS (SELECT FROM {tables} WHERE c.source_id = key AND o.publication = 'published')"
        for tables in citing
    )
    return (
        f"CREATE OR REPLACE FUNCTION {name}(key bigint) RETURNS boolean"
        f" LANGUAGE plpgsql STABLE SET search_path FROM CURRENT AS $$ BEGIN RETURN {found}; END $$;"
    )


def referring(*functions):
    """SQL of the function that asks those which `refers` made, of one app after the other."""
    asked = " UNION ALL ".join(f"SELECT * FROM {name}(kind, ids)" for name in functions)
    return (
        "CREATE OR REPLACE FUNCTION referring_records(kind text, ids bigint[])"
        " RETURNS TABLE (referring text, row_id bigint)"
        " LANGUAGE sql STABLE SET search_path FROM CURRENT AS"
        f" $$ {asked or 'SELECT kind, unnest(ids) WHERE false'} $$;"
    )


def select(kind, table, column, key="id"):
    """A select for `refers`: records of a kind, whose keys stand in a table beside a column."""
    return f"SELECT '{kind}'::text, {key} FROM {table} WHERE {column} = ANY (ids)"


def fill(dated, kinds):
    """An operation: put the records that are there into the table.

    dated: tables by the kinds whose records know when they were published and changed. kinds: all.
    """
    noted = ", ".join(f"('{kind}', NULL)" for kind in kinds)
    dates = [
        "UPDATE portal_publicrecord AS record SET modified = old.updated_at,"
        " first_published = coalesce(old.first_published_at, record.first_published)"
        f" FROM {table} AS old WHERE record.kind = '{kind}' AND old.id = record.row_id"
        for kind, table in dated.items()
    ]
    return migrations.RunSQL(
        [
            f"INSERT INTO portal_pendingrecord (kind, row_id) VALUES {noted}",
            "SELECT publish_records(value) FROM portal_revision",
            *dates,
        ],
        migrations.RunSQL.noop,
    )
