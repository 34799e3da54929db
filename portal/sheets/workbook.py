"""Reading workbooks (XLSX): rows of cells, one at a time, as `cells.py` understands them.

openpyxl knows the parts of a workbook and what its numbers mean; we read the rows by ourselves,
since its own reading keeps what is behind the rows, and tells no formula from what it came to.
"""

import warnings
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.numbers import BUILTIN_FORMATS, BUILTIN_FORMATS_MAX_SIZE
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.worksheet._reader import DATA_TAG, FORMULA_TAG, ROW_TAG, WorkSheetParser
from openpyxl.xml.functions import iterparse

from portal.sheets import guard
from portal.sheets.faults import SheetError

HIDDEN = ("hidden", "veryHidden")


@dataclass(slots=True)
class Cell:
    """What stands in a cell.

    value: as it is kept; form: the format of a number, from which follows how much of a date is
    meant; is_formula: it was worked out by the spreadsheet; error: that nothing can be read of it.
    """

    value: str | int | float | bool | datetime | date | time | timedelta | None
    form: str = ""
    is_formula: bool = False
    error: str = ""


@dataclass
class RawSheet:
    """A sheet as it stands in a file: its name, its rows, and the ranges of merged cells.

    rows: gives pairs of a number from 1 and the list of its cells, None for empty ones.
    """

    name: str
    rows: object
    merged: tuple = ()


def sheets_of(file):
    """The visible sheets of a workbook, and notes on it. Raises SheetError."""
    archive = guard.opened(file)
    notes = guard.check_workbook(archive)
    try:
        with warnings.catch_warnings(action="ignore"):  # on what is left out, which is not read
            reader = ExcelReader(file, read_only=True, data_only=True, keep_links=False)
            reader.archive = archive
            reader.read_manifest()
            reader.read_strings()
            reader.read_workbook()
            apply_stylesheet(archive, reader.wb)
            found = [(sheet, rel.target) for sheet, rel in reader.parser.find_sheets()]
    except SheetError:
        raise
    except Exception as error:  # openpyxl raises whatever a wrong part makes it stumble over
        raise SheetError(guard.DAMAGED) from error
    if len(found) > guard.MOST_SHEETS:
        raise SheetError(
            f"The workbook has {len(found)} sheets; at most {guard.MOST_SHEETS} can be."
        )
    sheets = []
    for sheet, path in found:
        if path not in reader.valid_files or "worksheet" not in path:
            continue
        if sheet.state in HIDDEN:
            continue
        with archive.open(path):
            pass  # it is looked through before anything is taken of any
        rows = Rows(archive, path, reader)
        sheets.append(RawSheet(sheet.name, rows, tuple(archive.scans[path].merged)))
    return sheets, notes


class Rows:
    """The rows of one sheet, read each time that they are asked for."""

    def __init__(self, archive, path, reader):
        self.archive, self.path, self.reader = archive, path, reader

    def __iter__(self):
        book = self.reader.wb
        with self.archive.open(self.path) as source:
            parser = SheetParser(
                source,
                self.reader.shared_strings,
                data_only=True,
                epoch=book.epoch,
                date_formats=book._date_formats,
                timedelta_formats=book._timedelta_formats,
            )
            parser.forms = [form_of(book, style.numFmtId) for style in book._cell_styles]
            yield from parser.rows()


def form_of(book, number):
    """The format of this number in a workbook: `yyyy-mm-dd`."""
    if number in BUILTIN_FORMATS:
        return BUILTIN_FORMATS[number]
    place = number - BUILTIN_FORMATS_MAX_SIZE
    return book._number_formats[place] if 0 <= place < len(book._number_formats) else ""


class SheetParser(WorkSheetParser):
    """Gives Cells, row by row, and forgets each row with the next one."""

    forms = ()

    def rows(self):
        data = None
        for event, element in iterparse(self.source, events=("start", "end")):
            if event == "start":
                if element.tag == DATA_TAG:
                    data = element
            elif element.tag == ROW_TAG:
                yield self.parse_row(element)
                data.clear()
            elif element.tag == DATA_TAG:
                return

    def parse_row(self, row):
        with warnings.catch_warnings(action="ignore"):  # on dates out of bounds, which are errors
            number, found = super().parse_row(row)
        width = max((column for column, cell in found if cell), default=0)
        cells = [None] * min(width, guard.MOST_CELLS)
        for column, cell in found:
            if cell and column <= len(cells):
                cells[column - 1] = cell
        return number, cells

    def parse_cell(self, element):
        """The column of a cell, and the Cell; None if it holds nothing."""
        is_formula = element.find(FORMULA_TAG) is not None
        try:
            found = super().parse_cell(element)
        except (ValueError, IndexError, TypeError):
            return self.col_counter, Cell(None, error="cannot be read")
        value = found["value"]
        if found["data_type"] == "e":
            return found["column"], Cell(None, error=str(value), is_formula=is_formula)
        if value in (None, ""):
            if is_formula and found["data_type"] not in ("s", "str"):
                return found["column"], Cell(None, is_formula=True)
            return found["column"], None
        if isinstance(value, str):
            value = value.replace("x005F_", "") if element.get("t") == "inlineStr" else value
        style = int(found["style_id"])
        form = self.forms[style] if style < len(self.forms) else ""
        return found["column"], Cell(value, form, is_formula)
