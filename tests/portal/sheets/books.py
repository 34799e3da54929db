"""Workbooks and files of CSV for tests, made of rows; and what is read of them."""

import csv
import io
import zipfile

from xlsxwriter import Workbook

from portal.sheets.reading import read

MADE = {"constant_memory": False, "strings_to_formulas": False, "strings_to_urls": False}


def book(**options):
    """A function of sheets, {name: rows}, that gives a workbook as a file."""

    def made(sheets, change=None):
        file = io.BytesIO()
        workbook = Workbook(file, MADE | options)
        for name, rows in sheets.items():
            sheet = workbook.add_worksheet(name)
            for number, row in enumerate(rows):
                for place, value in enumerate(row):
                    if value is not None:
                        sheet.write(number, place, value)
            if change:
                change(workbook, sheet)
        workbook.close()
        file.seek(0)
        return file

    return made


workbook_of = book()


def csv_of(rows, encoding="utf-8", separator=","):
    """Rows as a file of CSV."""
    text = io.StringIO()
    csv.writer(text, delimiter=separator).writerows(rows)
    return io.BytesIO(text.getvalue().encode(encoding))


def zip_of(files):
    """Files by their name as an archive."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content.read() if hasattr(content, "read") else content)
    made.seek(0)
    return made


def records(file, name="catalogue.xlsx", kind="initiatives", **options):
    """What is read of a file that has no fault."""
    with read(file, name, **options) as upload:
        assert upload.faults == []
        return list(upload.records(kind))


def faults(file, name="catalogue.xlsx", **options):
    """The faults of a file, as sentences."""
    with read(file, name, **options) as upload:
        return [str(fault) for fault in upload.faults]


def notes(file, name="catalogue.xlsx", **options):
    """What is told of a file without being a fault."""
    with read(file, name, **options) as upload:
        assert upload.faults == []
        return upload.notes
