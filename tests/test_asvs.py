"""docs/security.md has each requirement of ASVS 4.0.3, levels 1 and 2, once, and names real tests;
so does docs/threats.md.

`asvs-4.0.3.txt` beside this has their ids, from the standard's own table (4.0/docs_en, CSV).
"""

import re
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings

PAGE, THREATS = (
    (settings.BASE_DIR / "docs" / name).read_text(encoding="utf-8")
    for name in ("security.md", "threats.md")
)
IDS = Path(__file__).with_name("asvs-4.0.3.txt").read_text().split()
ROW = re.compile(r"^\| (V[\d.]+) \| ([^|]+) \| (met|not applicable|not met) \| ([^|]+) \|$", re.M)
ROWS = ROW.findall(PAGE)
TEST = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")


def test_each_requirement_stands_there_once():
    assert [number for number, *_ in ROWS] == IDS
    assert len(set(IDS)) == len(IDS)


def test_the_numbers_at_its_head_are_those_of_its_rows():
    counts = Counter(verdict for _, _, verdict, _ in ROWS)
    assert f"all {len(ROWS)} requirements" in PAGE
    for verdict, words in (("met", "are met"), ("not applicable", "do not apply")):
        assert f"{counts[verdict]} {words}" in PAGE
    assert f"{counts['not met']} are not met" in PAGE


@pytest.mark.parametrize("path", sorted({path for path, _ in TEST.findall(PAGE + THREATS)}))
def test_every_test_that_is_named_is_there(path):
    text = (settings.BASE_DIR / path).read_text(encoding="utf-8")
    named = {name for of, name in TEST.findall(PAGE + THREATS) if of == path and name}
    assert sorted(name for name in named if f"def {name}(" not in text) == []


def test_what_is_met_says_what_holds_it_and_the_rest_says_why():
    assert [number for number, _, _, held in ROWS if len(held.strip()) < 7] == []


def test_each_kind_of_threat_has_something_that_holds_it_off():
    rows = re.findall(r"^\| ([STRIDE]) \| [^|]+ \| ([^|]+) \|$", THREATS, re.M)
    assert {kind for kind, _ in rows} == set("STRIDE")
    assert [held for _, held in rows if "`" not in held] == []
