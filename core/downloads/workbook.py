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
WIDTHS = {ADDRESS: 40, TEXT: 20, TIME: 18}  # in signs, by kind of column
NARROWEST, OF_IDS = 10, 15
MOST_NAME = 31  # signs of the name of a sheet
HEIGHT = 15  # points of a line
ON_ONE_PAGE = 300  # signs of all columns that are still read when they share the width of a page
SCALE, A4 = 60, 9  # per cent of what is on several pages; the number of the paper
ACROSS = 110  # signs of a line of the sheet that says what the others are


def write_workbook(file, tables, records, root, *, made, about, tagged=False):
    """Write Tables of the same records, each as a sheet, and a sheet that says what they are.

    file: takes bytes; made: the day that the workbook is of; about: pairs of a label and a text.
    """
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "remove_timezone": True,
    }
    workbook = Workbook(file, options)
    # The same records give the same bytes.
    workbook.set_properties({"created": datetime(made.year, made.month, made.day)})
    looks = Looks(workbook)
    sheets = [Sheet(workbook, looks, table, root, tagged) for table in tables]
    for record in records:
        for sheet in sheets:
            sheet.add(record)
    for sheet in sheets:
        sheet.end()
    write_about(workbook, looks, tables, about)
    workbook.close()


class Looks:
    """How cells look, each made once for a workbook. All stand at the top of their row."""

    def __init__(self, workbook):
        def look(**given):
            return workbook.add_format({"valign": "top"} | given)

        self.text = look(text_wrap=True)
        self.number = look()
        self.day = look(num_format="yyyy-mm-dd")
        self.time = look(num_format="yyyy-mm-dd hh:mm")
        self.link = look(font_color="#12507b", underline=1)
        self.header = look(bold=True, bg_color="#e8e8e8", bottom=1, text_wrap=True)
        self.tag = look(font_color="#4f5b66")
        self.label = look(bold=True)


class Sheet:
    """A Table as a sheet: its header stands while one scrolls, filters, and heads each page."""

    def __init__(self, workbook, looks, table, root, tagged):
        self.sheet = workbook.add_worksheet(table.title[:MOST_NAME])
        self.looks = looks
        self.cells = table.cells(root)
        self.writers = [self.writer_of(column) for column in table.columns]
        self.widths = [width_of(column) for column in table.columns]
        self.links, self.row, self.most_lines = 0, 1, table.most_lines
        for place, width in enumerate(self.widths):
            self.sheet.set_column(place, place, width)
        heads = zip(table.names, self.widths, strict=True)
        self.sheet.set_row(0, HEIGHT * max(1 + len(name) // width for name, width in heads))
        self.sheet.write_row(0, 0, table.names, looks.header)
        if tagged:
            self.sheet.write_row(1, 0, [column.tag for column in table.columns], looks.tag)
            self.row = 2
        self.head = self.row - 1
        self.sheet.freeze_panes(self.row, 0)
        self.print_well()

    def print_well(self):
        """On paper: across, each page under the header, and what is wide on several pages."""
        on_paper(self.sheet)
        self.sheet.hide_gridlines(0)  # in print they are else
        self.sheet.repeat_rows(0, self.head)
        if sum(self.widths) <= ON_ONE_PAGE:
            self.sheet.fit_to_pages(1, 0)
        else:
            self.sheet.set_print_scale(SCALE)
            self.sheet.repeat_columns(0, 1)
            self.sheet.print_across()

    def add(self, record):
        """Write the rows of a record."""
        for row in self.cells(record):
            self.sheet.set_row(self.row, HEIGHT * self.lines_of(row))
            for place, (write, value) in enumerate(zip(self.writers, row, strict=True)):
                if value is not None and value != "":
                    write(place, value)
            self.row += 1

    def end(self):
        """After the last row: filters for all of them."""
        if self.row > self.head + 1:
            self.sheet.autofilter(self.head, 0, self.row - 1, len(self.widths) - 1)

    def lines_of(self, row):
        """How many lines a row has; what is longer than its table allows is cut.

        Programs find the height themselves where none is given, but Excel does so for texts of
        fifty lines, too.
        """
        lines = [
            sum(1 + len(part) // width for part in value.split("\n"))
            for value, width, write in zip(row, self.widths, self.writers, strict=True)
            if isinstance(value, str) and write != self.write_address
        ]
        return max(1, min(self.most_lines, max(lines, default=1)))

    def writer_of(self, column):
        """A function of a place in the row and a value, by the kind of the column."""
        return {ADDRESS: self.write_address, TIME: self.write_time}.get(column.kind, self.write)

    def write(self, place, value):
        if isinstance(value, str):
            self.sheet.write_string(self.row, place, shortened(value), self.looks.text)
        elif isinstance(value, bool):
            self.sheet.write_boolean(self.row, place, value, self.looks.number)
        elif isinstance(value, int | float | Decimal):
            self.sheet.write_number(self.row, place, value, self.looks.number)
        elif isinstance(value, date):
            self.sheet.write_datetime(self.row, place, value, self.looks.day)
        else:
            raise TypeError(f"{value!r} has no place in a cell.")

    def write_time(self, place, value):
        self.sheet.write_datetime(self.row, place, value.astimezone(UTC), self.looks.time)

    def write_address(self, place, value):
        """A link, as far as a workbook has room for them."""
        if len(value) > LONGEST_LINK or self.links == MOST_LINKS:
            self.sheet.write_string(self.row, place, shortened(value), self.looks.number)
            return
        self.links += 1
        self.sheet.write_url(self.row, place, value, self.looks.link, string=value[:255])


def on_paper(sheet):
    """Have a sheet printed across A4, with its name and the number of each page below."""
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer("&L&9&A&R&9Page &P of &N")


def shortened(text):
    """A text as far as a cell has room for it, which is counted as UTF-16."""
    units = text.encode("utf-16-le")
    if len(units) <= 2 * LONGEST:
        return text
    return units[: 2 * (LONGEST - 1)].decode("utf-16-le", "ignore") + "…"


def width_of(column):
    """How wide a column is, in signs: nobody has seen its cells yet when that is written."""
    if column.name.endswith("id"):
        return OF_IDS
    return column.width or max(WIDTHS.get(column.kind, NARROWEST), len(column.name) + 2)


def write_about(workbook, looks, tables, about):
    """The sheet that says of what day and question the others are, and what their columns mean."""
    sheet = workbook.add_worksheet("About")
    on_paper(sheet)
    sheet.fit_to_pages(1, 0)
    sheet.set_column(0, 1, 26)
    sheet.set_column(2, 2, 90)
    row = 0
    for label, text in about:
        sheet.set_row(row, HEIGHT * (1 + len(text) // ACROSS))
        sheet.write_string(row, 0, label, looks.label)
        sheet.merge_range(row, 1, row, 2, text, looks.text)
        row += 1
    for table in tables:
        sheet.write_string(row + 1, 0, table.title, looks.label)
        sheet.write_string(row + 1, 1, table.says)
        for place, column in enumerate(table.columns, row + 2):
            sheet.write_string(place, 1, column.name)
            sheet.write_string(place, 2, column.says)
        row += 2 + len(table.columns)
