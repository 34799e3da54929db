"""Reading a folder of exchange files, and saying exactly what cannot be read."""

import json
import os
from decimal import Decimal, InvalidOperation
from pathlib import Path

from portal.exchange.catalogue import FILES
from portal.exchange.faults import Fault
from portal.exchange.words import FileWords

LARGEST = 100  # megabytes of a file; reading takes ten times as much memory
LONGEST_NUMBER = 100  # digits


class Record(dict):
    """An object as it stands in a file; `twice` names the keys that stand in it twice."""

    twice = ()
    words = FileWords()

    def place(self, key):
        """Where in a table a key of it was read, "" where it was read from none."""
        return ""

    @classmethod
    def of_pairs(cls, pairs):
        record = cls(pairs)
        if len(record) < len(pairs):
            names = [name for name, _ in pairs]
            record.twice = sorted({name for name in names if names.count(name) > 1})
        return record


def read_folder(path):
    """The lists of records by the name of their file, and the faults of files that cannot be read.

    Raises NotADirectoryError if path is no folder, FileNotFoundError if it holds none of the files,
    another OSError if the system does not let us look. Hidden files are not ours: macOS leaves a
    `._initiatives.json` beside each file that it copies.
    """
    folder = Path(path)
    if not folder.is_dir():
        raise NotADirectoryError(f"{path} is not a folder.")
    names = [file.filename for file in FILES]
    found = {name for name in os.listdir(folder) if not name.startswith(".")}
    documents, faults = {}, []
    for name in sorted(found.difference(names)):
        if name.endswith(".json"):
            text = f"is not a file of the format; those are {', '.join(names)}"
            faults.append(Fault(name, "", "", text))
    for file in FILES:
        if file.filename in found:
            try:
                documents[file.name] = read_list(folder / file.filename)
            except ValueError as error:
                documents[file.name] = []
                faults.append(Fault(file.filename, "", "", str(error)))
    if not documents and not faults:
        raise FileNotFoundError(f"{path} holds none of the files {', '.join(names)}.")
    return documents, faults


def read_list(path):
    """The list that a JSON file holds. Raises ValueError with what is wrong, in words."""
    try:
        return parse_list(read_bytes(path))
    except OSError as error:
        raise ValueError(f"cannot be read: {error.strerror}") from error


def parse_list(content):
    """The list that the bytes of a JSON file stand for. Raises ValueError as `read_list` does."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise ValueError(f"is not UTF-8: line {line} holds other bytes") from error
    try:
        records = json.loads(
            text,
            object_pairs_hook=Record.of_pairs,
            parse_float=decimal_number,
            parse_int=whole_number,
            parse_constant=refuse_constant,
        )
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise ValueError(f"is not JSON: {error.msg} in {where}") from error
    except RecursionError as error:
        raise ValueError("is not of the format: lists within lists without end") from error
    if not isinstance(records, list):
        raise ValueError("is not a list of records: it has to begin with [ and end with ]")
    return records


def read_bytes(path):
    """What stands in a file, or in one of its folder that it links to.

    What else may be there never ends (a device), or never begins (a pipe that nobody writes to).
    """
    real = Path(os.path.realpath(path, strict=True))
    if not real.is_relative_to(path.parent.resolve()):
        raise ValueError("is a link that leads out of the folder; put the file itself there")
    if not real.is_file():
        raise ValueError("is no file but a folder, a pipe or a device")
    with real.open("rb") as file:
        content = file.read(LARGEST * 1_000_000 + 1)
    if len(content) > LARGEST * 1_000_000:
        raise ValueError(
            f"has more than {LARGEST} MB; divide its records between several folders, "
            "and take them in one after the other"
        )
    return content


def whole_number(digits):
    """The number that digits write; more of them than any number of the format has are refused."""
    if len(digits) > LONGEST_NUMBER:
        raise ValueError(f"is not of the format: a number of {len(digits)} digits")
    return int(digits)


def decimal_number(digits):
    """The number that digits with a point or an exponent write."""
    if len(digits) > LONGEST_NUMBER:
        raise ValueError(f"is not of the format: a number of {len(digits)} digits")
    try:
        return Decimal(digits)
    except InvalidOperation as error:  # an exponent that no computer has
        raise ValueError(f"is not of the format: a number such as {digits}") from error


def refuse_constant(name):
    """Refuse what Python takes for a number and JSON does not know."""
    raise ValueError(f"is not JSON: {name} is no number of JSON")
