"""The catalogue as a file of SQLite, as somebody would lay it out who wants to browse it in
Datasette: one table, lists as JSON arrays, full text with stems, an index where one can serve.
"""

import contextlib
import hashlib
import json
import sqlite3
from collections import defaultdict
from pathlib import Path

from django.db import connection

from benchmarks.catalogue import pointed_at
from benchmarks.paths import BENCH_DIR

TABLE = "initiatives"
PLAIN = ["kind", "status"]
LISTS = {
    "theme": """SELECT p.initiative_id, t.slug FROM initiatives_initiativetheme p
        JOIN initiatives_theme t ON t.id = p.theme_id ORDER BY p.position""",
    "sector": """SELECT DISTINCT l.initiative_id, s.slug FROM initiatives_initiativesector l
        JOIN textbook_sector_within m ON m.sector_id = l.sector_id
        JOIN initiatives_sector s ON s.id = m.within_id""",
    "country": """SELECT i.initiative_id, c.iso3 FROM textbook_involvement i
        JOIN initiatives_country c ON c.id = i.country_id""",
    "region": """SELECT DISTINCT i.initiative_id, r.slug FROM textbook_involvement i
        JOIN textbook_membership m ON m.country_id = i.country_id
        JOIN initiatives_region r ON r.id = m.region_id""",
    "group": """SELECT DISTINCT i.initiative_id, g.slug FROM textbook_involvement i
        JOIN initiatives_countrygroup_members m ON m.country_id = i.country_id
        JOIN initiatives_countrygroup g ON g.id = m.countrygroup_id""",
    "stage": """SELECT DISTINCT r.initiative_id, s.slug FROM initiatives_replication r
        JOIN initiatives_stage s ON s.id = r.stage_id""",
    "modality": """SELECT l.initiative_id, m.slug FROM initiatives_initiative_modalities l
        JOIN initiatives_modality m ON m.id = l.modality_id""",
    "organization": """SELECT DISTINCT p.initiative_id, o.slug FROM initiatives_partnership p
        JOIN initiatives_organization o ON o.id = p.organization_id
        WHERE o.publication = 'published'""",
    "sdg": """SELECT l.initiative_id, s.number::text FROM initiatives_initiative_sdgs l
        JOIN initiatives_sustainabledevelopmentgoal s ON s.id = l.sustainabledevelopmentgoal_id""",
}
# Datasette counts a list's values over whole rows, so the long texts lie in a table of their own.
RECORDS = """SELECT i.id, i.slug, i.title, i.summary, i.start_year, i.end_year,
    k.slug AS kind, i.status,
    (SELECT count(DISTINCT r.to_country_id) FROM initiatives_replication r
        JOIN initiatives_stage s ON s.id = r.stage_id
        WHERE r.initiative_id = i.id AND s.slug <> 'interested') AS taken_up
    FROM initiatives_initiative i JOIN initiatives_initiativekind k ON k.id = i.kind_id
    WHERE i.publication = 'published' ORDER BY i.id"""
TEXTS = """SELECT id, title, acronym, local_title, summary, challenge, approach, results, lessons,
    replicability, law_and_mandate, body_in_charge, partners_needed, money_needed, time_needed,
    people_and_skills, failed_elsewhere
    FROM initiatives_initiative WHERE publication = 'published' ORDER BY id"""
METADATA = {"fts_table": "texts_fts", "fts_pk": "id"}  # of TABLE, for Datasette


def make_copy(database, version):
    """Copy a database; the path of the file, which is used again if it has this version."""
    layout = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()[:6]
    path = BENCH_DIR / f"{database}-{version}{layout}.sqlite"
    if path.exists():
        return path
    for old in BENCH_DIR.glob(f"{database}-*.sqlite"):
        old.unlink()
    unfinished = path.with_suffix(".new")
    unfinished.unlink(missing_ok=True)
    with (
        contextlib.closing(sqlite3.connect(unfinished)) as copy,
        pointed_at(database),
        connection.cursor() as cursor,
    ):
        fill(copy, cursor)
    unfinished.rename(path)
    return path


def fill(copy, cursor):
    """Write tables, full text and indexes into an empty file of SQLite."""
    lists = {name: defaultdict(list) for name in LISTS}
    for name, query in LISTS.items():
        cursor.execute(query)
        for pk, value in cursor.fetchall():
            lists[name][pk].append(value)
    columns, records = rows_of(cursor, RECORDS)
    write(
        copy,
        TABLE,
        [*columns, *LISTS],
        ([*row, *(json.dumps(lists[name][row[0]]) for name in LISTS)] for row in records),
    )
    columns, texts = rows_of(cursor, TEXTS)
    write(copy, "texts", columns, texts)
    copy.execute(
        f"CREATE VIRTUAL TABLE texts_fts USING fts5({', '.join(columns[1:])}, content='texts',"
        " content_rowid='id', tokenize='porter unicode61 remove_diacritics 2')"
    )
    for order in ("rebuild", "optimize"):
        copy.execute("INSERT INTO texts_fts (texts_fts) VALUES (?)", [order])
    for name in [*PLAIN, "taken_up", "slug"]:
        copy.execute(f"CREATE INDEX {TABLE}_{name} ON {TABLE} ({name})")
    copy.commit()
    copy.execute("ANALYZE")
    copy.execute("VACUUM")


def rows_of(cursor, query):
    """The names of the columns of an answer, and its rows."""
    cursor.execute(query)
    return [column.name for column in cursor.description], cursor.fetchall()


def write(copy, table, columns, rows):
    """Make a table, of which the first column is the key, and fill it."""
    key, *others = (f'"{name}"' for name in columns)
    copy.execute(f"CREATE TABLE {table} ({', '.join([f'{key} INTEGER PRIMARY KEY', *others])})")
    marks = ", ".join("?" * len(columns))
    copy.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)  # noqa: S608 our own names
