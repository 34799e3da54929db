"""Reading a folder of exchange files, and saying exactly what cannot be read."""

import json
from decimal import Decimal
from pathlib import Path

from portal.exchange.catalogue import FILES
from portal.exchange.faults import Fault


class Record(dict):
    """An object as it stands in a file; `twice` names the keys that stand in it twice."""

    twice = ()

    @classmethod
    def of_pairs(cls, pairs):
        record = cls(pairs)
        if len(record) < len(pairs):
            names = [name for name, _ in pairs]
            record.twice = sorted({name for name in names if names.count(name) > 1})
        return record


def read_folder(path):
    """The lists of records by the name of their file, and the faults of files that cannot be read.

    Raises NotADirectoryError if path is no folder, FileNotFoundError if it holds none of the files.
    """
    folder = Path(path)
    if not folder.is_dir():
        raise NotADirectoryError(f"{path} is not a folder.")
    names = [file.filename for file in FILES]
    documents, faults = {}, []
    for found in sorted(folder.glob("*.json")):
        if found.name not in names:
            text = f"is not a file of the format; those are {', '.join(names)}"
            faults.append(Fault(found.name, "", "", text))
    for file in FILES:
        if (folder / file.filename).exists():
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
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise ValueError(f"cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise ValueError(f"is not UTF-8: line {line} holds other bytes") from error
    try:
        records = json.loads(
            text,
            object_pairs_hook=Record.of_pairs,
            parse_float=Decimal,
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


def whole_number(digits):
    """The number that digits write; more of them than any number of the format has are refused."""
    if len(digits) > 100:
        raise ValueError(f"is not of the format: a number of {len(digits)} digits")
    return int(digits)


def refuse_constant(name):
    """Refuse what Python takes for a number and JSON does not know."""
    raise ValueError(f"is not JSON: {name} is no number of JSON")
