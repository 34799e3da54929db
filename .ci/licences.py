"""Print the packages that are locked, with the licences they state, as docs/licences.md."""

import re
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

LOCK = Path(__file__).resolve().parents[1] / "requirements.txt"
ELSEWHERE = {  # not installed by every Python and system
    "async-timeout": "Apache-2.0",
    "colorama": "BSD-3-Clause",
    "pycparser": "BSD-3-Clause",
    "typing-extensions": "PSF-2.0",
    "tzdata": "Apache-2.0",
}
HEAD = """# Licences

What the portal runs on, each package in the version that `requirements.txt` locks; `make lock`
writes this page. All of it may be used with code under BSD-3-Clause. psycopg (LGPL) and certifi
(MPL) are packages of their own, which anybody may replace.

| package | version | licence |
| --- | --- | --- |
"""


def licence(name):
    """What a package states, in a few words."""
    try:
        found = metadata(name)
    except PackageNotFoundError:
        return ELSEWHERE[name]
    classifiers = [
        line.rsplit(" :: ", 1)[1]
        for line in found.get_all("Classifier", [])
        if line.startswith("License :: ") and not line.endswith("OSI Approved")
    ]
    stated = (found.get("License") or "").strip()
    return found.get("License-Expression") or ", ".join(classifiers) or stated.splitlines()[0]


def page():
    locked = re.findall(r"^([a-z0-9.-]+)(?:\[.*\])?==(\S+)", LOCK.read_text(), re.M)
    return HEAD + "".join(f"| {name} | {version} | {licence(name)} |\n" for name, version in locked)


if __name__ == "__main__":
    print(page(), end="")
