"""Writing rows of sheets as a workbook, as CSV, or as an archive of files of CSV.

A text that a spreadsheet might run is kept from that: in a workbook by the mark of a text, which
Excel has for it, in CSV by an apostrophe, which reading takes away again.
"""

import csv
import io
import zipfile
from decimal import Decimal
from tempfile import SpooledTemporaryFile

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_range_abs

from core.downloads.csv_file import BYTE_ORDER_MARK, FORMULA
from core.downloads.workbook import HEIGHT, LONGEST, on_paper
from portal.sheets.cells import MARKED, TOO_LONG
from portal.sheets.guide import ABOUT, note_of
from portal.sheets.layout import VERSION
from portal.sheets.lines import LineWriter
from portal.sheets.lists import choices_of, takes_several

OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
IN_MEMORY = 1_000_000  # bytes of a file of an archive
LONG = ("summary", "challenge", "approach", "results", "lessons", "text", "note", "points")
NARROW = ("id", "year", "order", "start_year", "end_year", "date", "start_time", "end_time")
WIDE, MIDDLE, SMALL = 50, 24, 13  # signs of a column
MOST_LINES = 4  # of a row
LAST_ROW = 20_000  # down to which cells offer choices
HIDDEN = "Lists"


def write_workbook(file, layouts, lines, *, examples=()):
    """Write a workbook. lines: pairs of the place of a layout, and a row; examples: the same."""
    book = Workbook(file, OPTIONS)
    made = BookWriter(book, layouts)
    for place, row in examples:
        made.add(place, row, is_example=True)
    for place, row in lines:
        made.add(place, row)
    made.end()
    book.close()


class BookWriter:
    """The sheets of a workbook under way."""

    def __init__(self, book, layouts):
        self.book, self.layouts = book, layouts
        top = {"valign": "top"}
        self.number = book.add_format(top)
        self.text = book.add_format(top | {"num_format": "@", "text_wrap": True})
        self.marked = book.add_format(
            top | {"num_format": "@", "text_wrap": True, "quote_prefix": True}
        )
        self.example = book.add_format(top | {"italic": True, "font_color": "#4f5b66"})
        self.header = book.add_format(
            top | {"bold": True, "bg_color": "#e8e8e8", "bottom": 1, "text_wrap": True}
        )
        self.lists = {}  # the range of each list of choices, by the choices
        self.write_guide()
        self.sheets = [book.add_worksheet(layout.title) for layout in layouts]
        self.rows = [1] * len(layouts)
        self.hidden = book.add_worksheet(HIDDEN)
        self.hidden.hide()
        for sheet, layout in zip(self.sheets, layouts, strict=True):
            self.begin(sheet, layout)
        self.write_lists()

    def write_guide(self):
        """The sheet that says how the others are filled in."""
        sheet = self.book.add_worksheet("Guide")
        on_paper(sheet)
        sheet.set_column(0, 0, 26)
        sheet.set_column(1, 1, 100)
        bold = self.book.add_format({"bold": True, "valign": "top"})
        plain = self.book.add_format({"text_wrap": True, "valign": "top"})
        for row, (label, text) in enumerate(ABOUT):
            sheet.set_row(row, HEIGHT * (1 + len(text) // 105))
            sheet.write_string(row, 0, label, bold)
            sheet.write_string(row, 1, text, plain)

    def begin(self, sheet, layout):
        """Headings that stay, notes, widths and choices."""
        on_paper(sheet)
        sheet.set_row(0, 2 * HEIGHT)
        for place, column in enumerate(layout.columns):
            star = " *" if column.is_required else ""
            sheet.set_column(place, place, width_of(column), self.text)
            sheet.write_string(0, place, column.heading + star, self.header)
            options = {
                "validate": "any",
                "input_title": column.heading[:32],
                "input_message": note_of(column)[:255],
            }
            choices = choices_of(column)
            if choices:
                options |= {
                    "validate": "list",
                    "source": "=" + self.range_of(choices),
                    "show_error": not takes_several(column.key),
                    "error_type": "warning",
                    "error_title": "Not in the list",
                    "error_message": "The import will ask about what is not in the list.",
                }
            sheet.data_validation(1, place, LAST_ROW, place, options)
        sheet.freeze_panes(1, 1)

    def range_of(self, choices):
        """The cells of the hidden sheet that hold some choices."""
        column = self.lists.setdefault(choices, len(self.lists))
        return f"{HIDDEN}!{xl_range_abs(0, column, len(choices) - 1, column)}"

    def write_lists(self):
        """The choices, row by row, as a workbook in constant memory is written."""
        for row in range(max(map(len, self.lists), default=0)):
            for choices, column in self.lists.items():
                if row < len(choices):
                    self.hidden.write_string(row, column, choices[row])

    def add(self, place, row, is_example=False):
        """Write a row of a sheet."""
        sheet, number = self.sheets[place], self.rows[place]
        widths = [width_of(column) for column in self.layouts[place].columns]
        lines = [
            sum(1 + len(part) // width for part in value.split("\n"))
            for value, width in zip(row, widths, strict=True)
            if isinstance(value, str)
        ]
        sheet.set_row(number, HEIGHT * max(1, min(MOST_LINES, max(lines, default=1))))
        for column, value in enumerate(row):
            if isinstance(value, str):
                text, look = self.written(value)
                sheet.write_string(number, column, text, self.example if is_example else look)
            elif isinstance(value, int | float | Decimal):
                sheet.write_number(number, column, value, self.number)
        self.rows[place] += 1

    def written(self, value):
        """A text as it stands in a cell, and how the cell looks."""
        if len(value.encode("utf-16-le")) > 2 * LONGEST:
            return TOO_LONG, self.text
        if MARKED.match(value):
            return f"'{value}", self.text
        return value, self.marked if FORMULA.match(value) else self.text

    def end(self):
        """After the last row: filters."""
        for sheet, layout, row in zip(self.sheets, self.layouts, self.rows, strict=True):
            if row > 1:
                sheet.autofilter(0, 0, row - 1, len(layout.columns) - 1)


def width_of(column):
    """How wide a column is, in signs."""
    if column.name in LONG:
        return WIDE
    return SMALL if column.name in NARROW or column.use == VERSION else MIDDLE


def write_csv(file, layout, lines):
    """Write one sheet as CSV: UTF-8 with a mark, by which Excel knows it."""
    text = io.TextIOWrapper(file, "utf-8", newline="")
    text.write(BYTE_ORDER_MARK)
    writer = csv.writer(text)
    writer.writerow(column.heading for column in layout.columns)
    for _, row in lines:
        writer.writerow(map(harmless, row))
    text.flush()
    text.detach()


def write_archive(file, layouts, lines):
    """Write each sheet as a file of CSV in an archive. Each is made on the disk, if it is long."""
    parts = [SpooledTemporaryFile(IN_MEMORY) for _ in layouts]  # noqa: SIM115 closed below
    texts = [io.TextIOWrapper(part, "utf-8", newline="") for part in parts]
    try:
        writers = [csv.writer(text) for text in texts]
        for text, writer, layout in zip(texts, writers, layouts, strict=True):
            text.write(BYTE_ORDER_MARK)
            writer.writerow(column.heading for column in layout.columns)
        for place, row in lines:
            writers[place].writerow(map(harmless, row))
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for text, part, layout in zip(texts, parts, layouts, strict=True):
                text.flush()
                part.seek(0)
                with archive.open(f"{layout.stem}.csv", "w") as out:
                    while some := part.read(65_536):
                        out.write(some)
    finally:
        for text in texts:
            text.close()


def harmless(value):
    """A value as it stands in a cell of CSV, where nothing is run."""
    if isinstance(value, str) and (FORMULA.match(value) or MARKED.match(value)):
        return f"'{value}"
    return value


def lines_of(layouts, records):
    """The rows of some sheets of records: pairs of a record of the format and its version."""
    writer = LineWriter()
    for record, version in records:
        yield from writer.lines(layouts, record, version)
