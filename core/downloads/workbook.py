"""Tables as a workbook (XLSX), written row by row: no sheet ever stands in memory.

XlsxWriter in constant_memory writes each row to a file beside as the next one begins, and takes the
rows of several sheets in turn: so records are read once for all of them.
"""

from datetime import UTC, date, datetime
from decimal import Decimal

from xlsxwriter import Workbook

from core.downloads.columns import ADDRESS, TEXT, TIME

LONGEST = 32_767  # signs of a cell
LONGEST_LINK = 2_079
MOST_LINKS = 5_000  # of a sheet, since they are kept until its end; further ones stand as text
WIDTHS = {ADDRESS: 40, TEXT: 24, TIME: 18}  # in signs, by kind of column
NARROWEST = 10
MOST_NAME = 31  # signs of the name of a sheet


def write_workbook(file, tables, records, root, *, made, about, tagged=False):
    """Write Tables of the same records, each as a sheet, and a sheet that says what they are.

    file: takes bytes; made: the day that the workbook is of; about: pairs of a label and a text.
    """
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "default_date_format": "yyyy-mm-dd",
        "remove_timezone": True,
    }
    workbook = Workbook(file, options)
    # The same records give the same bytes.
    workbook.set_properties({"created": datetime(made.year, made.month, made.day)})
    sheets = [Sheet(workbook, table, root, tagged) for table in tables]
    for record in records:
        for sheet in sheets:
            sheet.add(record)
    write_about(workbook, tables, about)
    workbook.close()


class Sheet:
    """A Table as a sheet: its header stands while one scrolls, and addresses open."""

    def __init__(self, workbook, table, root, tagged):
        self.sheet = workbook.add_worksheet(table.title[:MOST_NAME])
        self.cells = table.cells(root)
        self.writers = [self.writer_of(column) for column in table.columns]
        self.links, self.row = 0, 1
        self.time = workbook.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        self.link = workbook.get_default_url_format()
        header = workbook.add_format({"bold": True, "bg_color": "#e8e8e8"})
        for place, column in enumerate(table.columns):
            self.sheet.set_column(place, place, width_of(column))
        self.sheet.write_row(0, 0, table.names, header)
        if tagged:
            self.sheet.write_row(1, 0, [column.tag for column in table.columns])
            self.row = 2
        self.sheet.freeze_panes(self.row, 0)

    def add(self, record):
        """Write the rows of a record."""
        for row in self.cells(record):
            for place, (write, value) in enumerate(zip(self.writers, row, strict=True)):
                if value is not None and value != "":
                    write(place, value)
            self.row += 1

    def writer_of(self, column):
        """A function of a place in the row and a value, by the kind of the column."""
        return {ADDRESS: self.write_address, TIME: self.write_time}.get(column.kind, self.write)

    def write(self, place, value):
        if isinstance(value, str):
            self.sheet.write_string(self.row, place, shortened(value))
        elif isinstance(value, bool):
            self.sheet.write_boolean(self.row, place, value)
        elif isinstance(value, int | float | Decimal):
            self.sheet.write_number(self.row, place, value)
        elif isinstance(value, date):
            self.sheet.write_datetime(self.row, place, value)
        else:
            raise TypeError(f"{value!r} has no place in a cell.")

    def write_time(self, place, value):
        self.sheet.write_datetime(self.row, place, value.astimezone(UTC), self.time)

    def write_address(self, place, value):
        """A link, as far as a workbook has room for them."""
        if len(value) > LONGEST_LINK or self.links == MOST_LINKS:
            self.write(place, value)
            return
        self.links += 1
        self.sheet.write_url(self.row, place, value, self.link, string=value[:255])


def shortened(text):
    """A text as far as a cell has room for it, which is counted as UTF-16."""
    units = text.encode("utf-16-le")
    if len(units) <= 2 * LONGEST:
        return text
    return units[: 2 * (LONGEST - 1)].decode("utf-16-le", "ignore") + "…"


def width_of(column):
    """How wide a column is, in signs: nobody has seen its cells yet when that is written."""
    return column.width or max(WIDTHS.get(column.kind, NARROWEST), len(column.name) + 2)


def write_about(workbook, tables, about):
    """The sheet that says of what day and question the others are, and what their columns mean."""
    sheet = workbook.add_worksheet("About")
    bold = workbook.add_format({"bold": True})
    sheet.set_column(0, 1, 26)
    sheet.set_column(2, 2, 90)
    row = 0
    for label, text in about:
        sheet.write_string(row, 0, label, bold)
        sheet.write_string(row, 1, text)
        row += 1
    for table in tables:
        sheet.write_string(row + 1, 0, table.title, bold)
        sheet.write_string(row + 1, 1, table.says)
        for place, column in enumerate(table.columns, row + 2):
            sheet.write_string(place, 1, column.name)
            sheet.write_string(place, 2, column.says)
        row += 2 + len(table.columns)
