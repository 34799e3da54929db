"""What a cell says, in the notation of the exchange format; by the kind of its column.

Nothing is guessed: what can be read in two ways, or in none, is told. Whether what was read may
stand in a record is for exchange to say.
"""

import math
import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.core.exceptions import ValidationError

from core.admin.numbers import plain_number
from core.dates import FIRST_YEAR, LAST_YEAR
from core.downloads.csv_file import FORMULA
from portal.exchange.keys import Lines, Link, Many, PublicId
from portal.exchange.special_keys import Listed, Series, SourceNumber
from portal.exchange.values import (
    MISSING,
    Choice,
    Number,
    Ordinal,
    PartialDate,
    Time,
    Truth,
    Whole,
)
from portal.sheets.faults import shown
from portal.sheets.names import same

SEPARATOR = ";"  # between several names in a cell
TOO_LONG = "(longer than a cell can be, and left as it is)"  # what an export writes instead
EXAMPLE = "example:"  # begins the first cell of a row that only shows how
ID, VERSION = "id:", "v:"  # begin these, so that no program takes one for a number
BETWEEN_TEXTS = ";\n"  # between several texts, in which semicolons may stand
YES, NO = ("true", "yes", "y", "1", "x"), ("false", "no", "n", "0")
# What a spreadsheet would take for the beginning of a formula, with our mark before it.
MARKED = re.compile(rf"'(?='*(?:{FORMULA.pattern}))")
MONTHS = {
    name: number
    for number, names in enumerate(
        [
            ("january", "jan"),
            ("february", "feb"),
            ("march", "mar"),
            ("april", "apr"),
            ("may",),
            ("june", "jun"),
            ("july", "jul"),
            ("august", "aug"),
            ("september", "sept", "sep"),
            ("october", "oct"),
            ("november", "nov"),
            ("december", "dec"),
        ],
        1,
    )
    for name in names
}
DAY_WORDS = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[ .-]+([a-z]+)\.?,?[ -]+(\d{4})")
WORDS_DAY = re.compile(r"([a-z]+)\.? +(\d{1,2})(?:st|nd|rd|th)?,? +(\d{4})")
MONTH_YEAR = re.compile(r"([a-z]+)\.?,?[ -]+(\d{4})")
NUMBERS = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})")
ISO = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?(?:[T ]00:00(?::00(?:\.0+)?)?Z?)?")


class Unreadable(ValueError):
    """A cell that cannot be read; the message says why."""


def read(key, cell, names):
    """What a cell says of a key, or MISSING if nothing. names: Names. Raises Unreadable."""
    if cell.error:
        raise Unreadable(f"holds the error {shown(cell.error)}; mend it")
    if cell.value is None:
        raise Unreadable(
            "holds a formula that was never worked out. Open the file in your spreadsheet program, "
            "save it, and send it again"
        )
    value = tidied(cell.value) if isinstance(cell.value, str) else cell.value
    if value == "":
        return MISSING
    if isinstance(key, Many):
        return several(key.target, key.by, value, names)
    if isinstance(key, Listed):
        return several(key.link.target, key.link.by, value, names)
    if isinstance(key, Link) and not isinstance(key, Series | SourceNumber):
        return named(key.target, key.by, words(value), names)
    return reader_of(key)(key, cell, value)


def reader_of(key):
    """The function that reads cells of a key that is no name of a record."""
    if isinstance(key, Lines):
        return read_texts
    if isinstance(key, PublicId):
        return read_id
    if isinstance(key, Series | SourceNumber):  # of a source the address: merging numbers it
        return read_text
    return READERS.get(type(key.value), read_text)


def tidied(text):
    """A text without blanks around it, and without our mark before what might be a formula."""
    text = text.replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n")
    text = MARKED.sub("", text, count=1) if MARKED.match(text) else text
    return text.strip().strip("\ufeff")


def words(value):
    """A value as the text that its cell shows, or nearly."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    return str(value)


def several(model, by, value, names):
    """The records that a cell names, between semicolons."""
    parts = [part.strip() for part in re.split(r"[;\n]", words(value))]
    return [named(model, by, part, names) for part in parts if part]


def read_texts(key, cell, value):
    """The texts of a cell: each ends with a semicolon at the end of a line, but for the last."""
    parts = [part.strip() for part in re.split(r";[ \t]*\n", words(value))]
    return [part for part in parts if part]


def named(model, by, text, names):
    """What identifies the record of this name."""
    if by == "number":
        text = re.sub(r"^(?:SDG|goal)\s*", "", text, flags=re.IGNORECASE)
    value = names.value(model, by, text.replace("\xa0", " "))
    return int(value) if by == "number" and str(value).isdecimal() else value


def read_text(key, cell, value):
    if isinstance(value, date | time | timedelta):
        raise Unreadable(f"is a date or time, {words(value)}; a text is due")
    return words(value)


def read_id(key, cell, value):
    """An id, which an export has marked as a text: Excel takes 123456789012 for a number."""
    return words(value).removeprefix(ID)


def read_choice(key, cell, value):
    """One of a few words, as the format has them or as people read them."""
    text = words(value)
    choices = {same(choice): choice for choice in key.value.choices}
    labels = dict(key.model._meta.get_field(key.column).flatchoices or ())
    choices = {same(str(label)): value for value, label in labels.items()} | choices
    return choices.get(same(text), text)


def read_truth(key, cell, value):
    text = same(words(value))
    if text in YES:
        return True
    if text in NO:
        return None  # it is left out where it does not hold
    raise Unreadable(f"is {shown(value)}; write “yes”, or nothing")


def read_number(key, cell, value):
    """A number as it is written; a percentage as it is shown: 12.5 where the cell shows 12.5%."""
    if isinstance(value, bool | date | time | timedelta):
        raise Unreadable(f"is {shown(words(value))}; a number is due")
    if isinstance(value, str):
        text = value.removesuffix("%").strip() if value.count("%") == 1 else value
        return exact(Decimal(number_in(text)))
    if isinstance(value, float) and not math.isfinite(value):
        raise Unreadable("is no number that can be kept")
    number = Decimal(repr(value))
    if "%" in re.sub(r'"[^"]*"', "", cell.form):
        number *= 100
    return exact(number)


def exact(number):
    """A whole number where it is one."""
    if not number.is_finite() or number.adjusted() > 30:
        raise Unreadable("is no number that can be kept")
    return int(number) if number == number.to_integral_value() else number.normalize()


def number_in(text):
    """A number as people type it, with a point before its decimals."""
    if not text:
        raise Unreadable("is not a number")
    try:
        return plain_number(text, f"{shown(text)} is not a number")
    except ValidationError as error:
        raise Unreadable(error.messages[0].rstrip(".")) from error


def read_whole(key, cell, value):
    """A whole number or a year, which some programs show as a day of 1905."""
    if isinstance(value, date):
        raise Unreadable(f"is the date {words(value)}; {key.value.due} is due{as_number(value)}")
    if isinstance(value, str) and re.fullmatch(r"\d+(\.0+)?", value):
        return int(value.split(".")[0])
    number = read_number(key, cell, value)
    if isinstance(number, Decimal):
        raise Unreadable(f"is {number}; {key.value.due} is due")
    return number


def as_number(value):
    """What to do with a date that is a year in a cell which shows dates."""
    serial = (value.replace(tzinfo=None) - datetime(1899, 12, 30)).days
    if FIRST_YEAR <= serial <= LAST_YEAR:
        return f". It is {serial} in a cell that shows dates: give it the format of a number"
    return ""


def read_ordinal(key, cell, value):
    """An edition: "3rd", or 3."""
    text = words(value)
    return key.value.plain(int(text)) if text.isdecimal() and len(text) < 5 else text


def read_time(key, cell, value):
    if isinstance(value, datetime) and value.date() < date(1900, 1, 2):
        value = value.time()
    if isinstance(value, timedelta) and timedelta() <= value < timedelta(days=1):
        value = (datetime.min + value).time()
    if isinstance(value, time):
        return value.strftime("%H:%M")
    text = words(value)
    found = re.fullmatch(r"(\d{1,2}):(\d\d)(?::00)?", text)
    return f"{int(found[1]):02}:{found[2]}" if found else text


def read_date(key, cell, value):
    """A day, a month or a year: as exact as the cell shows it."""
    if isinstance(value, datetime | date):
        return date_shown(value, cell.form)
    if isinstance(value, int | float) and not isinstance(value, bool):
        if value == int(value) and FIRST_YEAR <= value <= LAST_YEAR:
            return str(int(value))
        raise Unreadable(
            f"is the number {words(value)}; write a day, month or year such as 2014-11-19, "
            "2014-11 or 2014, or give the cell the format of a date"
        )
    return date_in(words(value))


def date_shown(value, form):
    """A date of a spreadsheet without what its cell does not show."""
    if isinstance(value, datetime):
        if value.time() != time():
            raise Unreadable(f"has a time of day, {value:%Y-%m-%d %H:%M}; a date is due")
        value = value.date()
    signs = re.sub(r'"[^"]*"|\[[^][]*\]|\\.', "", form).lower()
    if "d" in signs or "y" not in signs:
        return value.isoformat()
    return value.isoformat()[:7] if "m" in signs else value.isoformat()[:4]


def date_in(text):
    """A date as people write it, where there is one way to read it; the text itself if none."""
    lower = text.lower().replace("\xa0", " ")
    if found := ISO.fullmatch(lower):
        return "-".join([found[1], *(f"{int(part):02}" for part in found.groups()[1:] if part)])
    if found := DAY_WORDS.fullmatch(lower):
        return dated(text, found[3], found[2], found[1])
    if found := WORDS_DAY.fullmatch(lower):
        return dated(text, found[3], found[1], found[2])
    if found := MONTH_YEAR.fullmatch(lower):
        return dated(text, found[2], found[1])
    if found := NUMBERS.fullmatch(lower):
        one, other, year = int(found[1]), int(found[3]), found[4]
        if one != other and max(one, other) <= 12:
            raise Unreadable(
                f"{shown(text)} can be read in two ways. Write {year}-{other:02}-{one:02} or "
                f"{year}-{one:02}-{other:02}"
            )
        day, month = (one, other) if other <= 12 else (other, one)
        return f"{year}-{month:02}-{day:02}"
    return text


def dated(text, year, month, day=""):
    """A date whose month is a word; the text itself if that is no month."""
    if month not in MONTHS:
        return text
    return f"{year}-{MONTHS[month]:02}" + (f"-{int(day):02}" if day else "")


READERS = {
    Choice: read_choice,
    Truth: read_truth,
    Number: read_number,
    Ordinal: read_ordinal,
    Time: read_time,
    PartialDate: read_date,
}
READERS |= dict.fromkeys([Whole, *Whole.__subclasses__()], read_whole)
