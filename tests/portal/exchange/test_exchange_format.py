"""The page about the exchange format says what the format is, and its example is sound."""

import json
import re
from itertools import pairwise

import pytest
from django.conf import settings

from portal.exchange.catalogue import FILES
from portal.exchange.keys import Children, Column
from portal.exchange.special_keys import Bundle, Described, Sources
from portal.exchange.values import Line
from tests.portal.exchange.exchange_folder import run_import, write_folder

PAGE = (settings.BASE_DIR / "docs" / "exchange-format.md").read_text(encoding="utf-8")
HEADING = re.compile(r"^(?:### |\*\*|## Checking).*$", re.MULTILINE)
ROW = re.compile(r"^\| (?!key )([\w.]+)(\*?) \| (.*?) \|", re.MULTILINE)
TOLD_ONCE = ("sources.", "sessions.figures.")  # with the initiatives; other tables refer to them
OF_SOME_VOCABULARIES = {"order": ("stages", "sectors"), "scheme": ("partner_roles",)}


def documented(name):
    """The rows of the table for a file: key, mark and what the value is."""
    headings = list(HEADING.finditer(PAGE))
    for heading, following in pairwise(headings):
        if f"{name}.json" in heading[0]:
            rows = ROW.findall(PAGE[heading.end() : following.start()])
            return [row for row in rows if name in OF_SOME_VOCABULARIES.get(row[0], (name,))]
    raise AssertionError(f"{name}.json is not on the page.")


def declared(shape, prefix=""):
    """The keys of a shape by their path, with those of the objects within it."""
    for key in shape.keys:
        yield f"{prefix}{key.name}", key
        if isinstance(key, Sources | Described):
            yield from declared(key.shared, f"{prefix}{key.name}.")
        elif isinstance(key, Children | Bundle):
            yield from declared(key.shape, f"{prefix}{key.name}.")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_the_page_has_every_key_in_its_order_with_its_mark_and_limit(file):
    keys = [
        (path, key)
        for path, key in declared(file.shape)
        if file.name == "initiatives" or not path.startswith(TOLD_ONCE)
    ]
    rows = documented(file.name)
    assert [(path, mark == "*") for path, mark, _ in rows] == [
        (path, key.required) for path, key in keys
    ]
    for (path, key), (_, _, value) in zip(keys, rows, strict=True):
        if isinstance(key, Column) and type(key.value) is Line:
            limit = str(key.value.limit)
            assert re.findall(r"\d+", value) == [limit], path


@pytest.mark.usefixtures("catalogue")
def test_the_example_can_be_taken_in(tmp_path):
    (example,) = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)
    lines = run_import(write_folder(tmp_path, {"initiatives": json.loads(example)}))
    assert ["initiatives", "1", "0", "0"] in [line.split() for line in lines]
