"""CSV: a ZIP with a file for each table and the description of the package that they are.

It is for programs, and says values as they are. What people open as a spreadsheet, with names in
place of keys and nothing that could run, are the tables of `core.downloads`.
"""

import csv
import hashlib
import json
import shutil
import zipfile
from contextlib import ExitStack

from portal.data.package import csv_of, tabular_package
from portal.data.tables import tables

FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # the earliest that a ZIP knows: no time is told


class CsvWriter:
    """Writes the rows of all tables into a folder of their own, and at the end into a ZIP."""

    def __init__(self, path, folder, created):
        self.path, self.folder, self.created = path, folder, created
        self._stack = ExitStack()
        self._rows = {}
        folder.mkdir()
        for table in tables():
            file = (folder / csv_of(table)).open("w", encoding="utf-8", newline="")
            rows = csv.writer(self._stack.enter_context(file))
            rows.writerow([column.name for column in table.columns])
            self._rows[table.name] = rows

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self._stack.close()
        if error == (None, None, None):
            self.pack()
        shutil.rmtree(self.folder)

    def add(self, name, rows):
        """Write some rows of a table behind those before them."""
        self._rows[name].writerows([in_words(value) for value in row] for row in rows)

    def pack(self):
        """Put all files into the ZIP."""
        said = {}
        with zipfile.ZipFile(self.path, "w", zipfile.ZIP_DEFLATED) as archive:
            for table in tables():
                source = self.folder / csv_of(table)
                with source.open("rb") as file:
                    digest = hashlib.file_digest(file, "sha256").hexdigest()
                    file.seek(0)
                    with archive.open(entry(source.name), "w", force_zip64=True) as member:
                        shutil.copyfileobj(file, member)
                said[table.name] = {"bytes": source.stat().st_size, "hash": f"sha256:{digest}"}
            package = tabular_package(said, self.created)
            text = json.dumps(package, indent=1, ensure_ascii=False) + "\n"
            archive.writestr(entry("datapackage.json"), text)


def entry(name):
    """A member of the archive without a time of its own."""
    member = zipfile.ZipInfo(name, FIRST_DAY)
    member.compress_type = zipfile.ZIP_DEFLATED
    return member


def in_words(value):
    """A value as CSV has it: nothing for null, true and false as in JSON."""
    return str(value).lower() if isinstance(value, bool) else value
