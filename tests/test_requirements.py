"""What the portal runs on is locked, whole and by hashes, and may be given away with it."""

import re
from pathlib import Path

import pytest

BASE_DIR = Path(__file__).resolve().parents[1]
COMPATIBLE = {  # with BSD-3-Clause, for packages that are installed as they are
    *("MIT", "MIT-0", "MIT-CMU", "MIT License"),
    *("BSD-2-Clause", "BSD-3-Clause", "BSD 3-Clause", "BSD License", "Apache-2.0", "PSF-2.0"),
    *("MPL-2.0", "Mozilla Public License 2.0 MPL 2.0", "LGPL-3.0-only"),
}
FOLDERS = ("requirements", "requirements-dev", "benchmarks/requirements")


def entries(path):
    """What a file names: versions by package."""
    text = (BASE_DIR / path).read_text()
    found = re.findall(r"^([A-Za-z0-9_.-]+)(?:\[.*?\])?==(\S+)", text, re.M)
    return {name.lower().replace("_", "-"): version for name, version in found}


@pytest.mark.parametrize("name", FOLDERS)
def test_every_package_is_locked_in_the_version_that_is_named_and_has_its_hashes(name):
    locked = entries(f"{name}.txt")
    assert entries(f"{name}.in").items() <= locked.items()
    assert entries("requirements.txt").items() <= locked.items()
    text = (BASE_DIR / f"{name}.txt").read_text()
    parts = re.split(r"^(?=[a-z])", text, flags=re.M)[1:]
    assert len(parts) == len(locked)
    assert all("--hash=sha256:" in part for part in parts)


def test_the_licences_of_all_that_is_locked_are_listed_and_allow_it():
    page = (BASE_DIR / "docs/licences.md").read_text()
    rows = re.findall(r"^\| ([a-z0-9.-]+) \| (\d\S*) \| (.*) \|$", page, re.M)
    assert {name: version for name, version, _ in rows} == entries("requirements.txt")
    for name, _, licence in rows:
        terms = re.split(r" AND | OR |, ", licence.replace("(", "").replace(")", ""))
        assert set(terms) <= COMPATIBLE, name
