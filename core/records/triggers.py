"""What a migration of an app needs so that its records stand in the table of public records."""

from dataclasses import dataclass
from itertools import chain

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


def function(name, returned, body):
    """SQL of a function of some keys, few as a rule.

    In this language a plan can be kept for the connection; to make one takes longer than to answer.
    """
    return (
        f"CREATE OR REPLACE FUNCTION {name}(ids bigint[]) RETURNS TABLE ({returned})"
        " LANGUAGE plpgsql STABLE ROWS 10 SET search_path FROM CURRENT"
        " SET plan_cache_mode = force_generic_plan AS $sql$"
        f" #variable_conflict use_column\n BEGIN {body} END $sql$"
    )


def of_some(table, columns, condition="true"):
    """The body of a function that tells of the rows `r` of a table with the keys `ids`."""
    return f"RETURN QUERY SELECT {columns} FROM {table} r WHERE r.id = ANY (ids) AND {condition};"


def of_some_or_all(table, columns, condition):
    """The same of all rows where there are no `ids`.

    One query for both would be planned for both, and read every row for one.
    """
    return (
        f"IF ids IS NULL THEN RETURN QUERY SELECT {columns} FROM {table} r WHERE {condition};"
        f" ELSE {of_some(table, columns, condition)} END IF;"
    )


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

    row = f"r.id, r.public_id, ({slug})::varchar, md5(({document})::text)"
    return migrations.RunSQL(
        [
            function(
                f"record_{kind}",
                "row_id bigint, document jsonb",
                of_some(table, f"r.id, {document}"),
            ),
            function(
                f"public_{kind}",
                "row_id bigint, public_id varchar, slug varchar, digest text",
                of_some_or_all(table, row, public),
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


def replaces(now, before):
    """An operation: what publishes_records gives now replaces what it gave before.

    Taken back, that stands again. It still asks of tables that are there then.
    """
    return migrations.RunSQL(now.sql, before.sql)


def may_stay_readable(kind, table):
    """An operation: let the page of an archived record of a kind be read, where an editor says so.

    kind: the model's name.
    """
    archived = "r.publication = 'archived'"
    return migrations.RunSQL(
        function(
            f"archived_{kind}",
            "row_id bigint, slug varchar",
            of_some_or_all(table, "r.id, r.slug", archived),
        ),
        f"DROP FUNCTION archived_{kind}(bigint[])",
    )


def notes_records(table, *concerned):
    """An operation: triggers that note which records a change to a table concerns.

    concerned: pairs of a kind and the column with the keys of such records; as a third, such a pair
    of what those name, but do not say themselves.
    """
    arguments = ", ".join(
        f"'{':'.join([kind, *chain(*named)])}', '{column}'" for kind, column, *named in concerned
    )
    return migrations.RunSQL(
        [
            f"CREATE OR REPLACE TRIGGER records_{event} AFTER {event} ON {table} {rows}"
            f" FOR EACH STATEMENT EXECUTE FUNCTION note_records({arguments})"
            for event, rows in KINDS.items()
        ],
        [f"DROP TRIGGER IF EXISTS records_{event} ON {table}" for event in KINDS],
    )


def refers(name, references):
    """SQL of a function: which records name others, in the API too, that appear or are withdrawn.

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
