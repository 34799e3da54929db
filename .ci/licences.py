"""Print all that is not ours, with the licences it states, as docs/licences.md."""

import json
import re
from collections import Counter
from importlib.metadata import Distribution, PackageNotFoundError, metadata
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parents[1]
NODE = BASE_DIR / ".ci" / "node" / "package-lock.json"
TEMPLATE = BASE_DIR / ".ci" / "licences.template.md"
SUPPLY = BASE_DIR / "var" / "supply" / ".venv" / "lib"  # where make sbom has its packages
ELSEWHERE = {  # not installed by every Python and system
    "async-timeout": "Apache-2.0",
    "colorama": "BSD-3-Clause",
    "pycparser": "BSD-3-Clause",
    "tomli": "MIT",
    "typing-extensions": "PSF-2.0",
    "tzdata": "Apache-2.0",
}
IN_A_FILE = {  # which is all that these say
    "axe-playwright-python": "MIT",
    "check-jsonschema": "Apache-2.0",
    "libhxl": "Unlicense",
    "python-io-wrapper": "Unlicense",
    "reserved": "MIT",  # of npm
}


def found(name):
    """What an installed package says of itself; raises PackageNotFoundError."""
    try:
        return metadata(name)
    except PackageNotFoundError:
        path = [str(folder) for folder in SUPPLY.glob("python3*/site-packages")]
        for there in Distribution.discover(name=name, path=path):
            return there.metadata
        raise


def licence(name):
    """What a package states, in a few words."""
    try:
        said = found(name)
    except PackageNotFoundError:
        return ELSEWHERE[name]
    classifiers = [
        line.rsplit(" :: ", 1)[1]
        for line in said.get_all("Classifier", [])
        if line.startswith("License :: ") and not line.endswith("OSI Approved")
    ]
    stated = (said.get("License") or "").strip().partition("\n")[0]
    return said.get("License-Expression") or ", ".join(classifiers) or stated or IN_A_FILE[name]


def locked(path):
    """Versions by package of a lock."""
    text = (BASE_DIR / path).read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9.-]+)(?:\[.*\])?==(\S+)", text, re.M))


def rows(packages):
    return "".join(
        f"| {name} | {packages[name]} | {licence(name)} |\n" for name in sorted(packages)
    )


def of_node():
    """How many packages of npm have each licence."""
    packages = json.loads(NODE.read_text(encoding="utf-8"))["packages"]
    counts = Counter(
        said.get("license") or IN_A_FILE[path.rpartition("node_modules/")[2]]
        for path, said in packages.items()
        if path
    )
    return "".join(f"| {name} | {count} |\n" for name, count in sorted(counts.items()))


def page():
    runs_on = locked("requirements.txt")
    checks = locked("requirements-dev.txt") | locked(".ci/supply/requirements.txt")
    tools = {name: version for name, version in checks.items() if name not in runs_on}
    text = TEMPLATE.read_text(encoding="utf-8")
    return text.format(runs_on=rows(runs_on), tools=rows(tools), of_node=of_node())


if __name__ == "__main__":
    print(page(), end="")
