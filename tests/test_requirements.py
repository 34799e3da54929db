"""What the portal runs on is locked, whole and by hashes, and may be given away with it."""

import json
import re
from pathlib import Path

import pytest

BASE_DIR = Path(__file__).resolve().parents[1]
COMPATIBLE = {  # with BSD-3-Clause, for packages that are installed as they are
    *("MIT", "MIT-0", "MIT-CMU", "MIT License"),
    *("BSD-2-Clause", "BSD-3-Clause", "BSD 3-Clause", "BSD License", "Apache-2.0", "PSF-2.0"),
    "Python Software Foundation License",
    *("MPL-2.0", "Mozilla Public License 2.0 MPL 2.0", "LGPL-3.0-only", "Unlicense"),
}
FOR_TOOLS = COMPATIBLE | {  # that we run, and give to nobody
    *("0BSD", "BSD", "BSD-2-Clause-Views", "ISC", "ISC License ISCL", "BlueOak-1.0.0"),
    *("Apache Software License", "Python-2.0"),
    *("CC0-1.0", "GPL-3.0", "GNU General Public License v2 or later GPLv2+"),
}
FOLDERS = ("requirements", "requirements-dev", "benchmarks/requirements", ".ci/supply/requirements")
LICENCES = (BASE_DIR / "docs/licences.md").read_text()


def entries(path):
    """What a file names: versions by package."""
    text = (BASE_DIR / path).read_text()
    found = re.findall(r"^([A-Za-z0-9_.-]+)(?:\[.*?\])?==(\S+)", text, re.M)
    return {name.lower().replace("_", "-"): version for name, version in found}


def terms(licence):
    """Each licence that an expression names."""
    return set(re.split(r" AND | OR |, ", licence.replace("(", "").replace(")", "")))


def listed(title):
    """The rows of the first table below a heading of docs/licences.md, without their bars."""
    _, _, below = LICENCES.partition(f"## {title}\n")
    return re.findall(r"^\| ([a-z0-9.-]+) \| (\d\S*) \| (.*) \|$", below.split("\n## ")[0], re.M)


@pytest.mark.parametrize("name", FOLDERS)
def test_every_package_is_locked_in_the_version_that_is_named_and_has_its_hashes(name):
    locked = entries(f"{name}.txt")
    assert entries(f"{name}.in").items() <= locked.items()
    text = (BASE_DIR / f"{name}.txt").read_text()
    parts = re.split(r"^(?=[a-z])", text, flags=re.M)[1:]
    assert len(parts) == len(locked)
    assert all("--hash=sha256:" in part for part in parts)


@pytest.mark.parametrize("name", FOLDERS)
def test_whatever_rests_on_what_the_portal_runs_on_has_it_in_the_same_version(name):
    locked, runs_on = entries(f"{name}.txt"), entries("requirements.txt")
    shared = locked.keys() & runs_on.keys()
    assert {package: locked[package] for package in shared} == {
        package: runs_on[package] for package in shared
    }


def test_the_licences_of_all_that_the_portal_runs_on_are_listed_and_allow_it():
    rows = listed("What the portal runs on")
    assert {name: version for name, version, _ in rows} == entries("requirements.txt")
    for name, _, licence in rows:
        assert terms(licence) <= COMPATIBLE, name


def test_the_licences_of_what_tests_and_checks_use_are_listed_and_let_us_run_it():
    used = entries("requirements-dev.txt") | entries(".ci/supply/requirements.txt")
    rows = listed("What tests and checks use")
    assert {name: version for name, version, _ in rows} == {
        name: version for name, version in used.items() if name not in entries("requirements.txt")
    }
    for name, _, licence in rows:
        assert terms(licence) <= FOR_TOOLS, name


def test_packages_of_npm_are_locked_by_hashes_counted_by_licence_and_let_us_run_them():
    packages = json.loads((BASE_DIR / ".ci/node/package-lock.json").read_text())["packages"]
    del packages[""]  # ours
    assert all(package["integrity"].startswith("sha512-") for package in packages.values())
    counts = re.findall(r"^\| ([\w.() -]+) \| (\d+) \|$", LICENCES, re.M)
    assert sum(int(count) for _, count in counts) == len(packages)
    stated = {package["license"] for package in packages.values() if "license" in package}
    assert stated == {licence for licence, _ in counts}
    for licence in stated:
        assert terms(licence) <= FOR_TOOLS, licence


def test_pictures_letters_and_data_that_are_not_ours_are_listed_where_they_lie():
    files = {".woff", ".woff2", ".ttf", ".otf", ".min.js", ".wasm"}
    lent = [
        path.relative_to(BASE_DIR)
        for folder in ("static", "templates", "core", "initiatives", "forum", "portal", "fixtures")
        for path in (BASE_DIR / folder).rglob("*")
        if any(path.name.endswith(end) for end in files)
    ]
    assert lent == [], "list it in .ci/licences.py, and here"
    for place in re.findall(r"^\| .* \| `(.*)` \| .* \|$", LICENCES, re.M):
        assert (BASE_DIR / place).is_dir()
