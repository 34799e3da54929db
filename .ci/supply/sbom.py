"""Print what the portal runs on as a CycloneDX bill of materials: make sbom.

cyclonedx-py reads names, versions and hashes from requirements.txt. The licences of
docs/licences.md are added, and what rests on what, which uv notes below each package. The same
files give the same bytes.
"""

import json
import re
import subprocess
import sys
from pathlib import Path

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

BASE_DIR = Path(__file__).resolve().parents[2]
ROOT = "decent-work-solutions"
ID = r"\(?[\w.-]+\)?"
SPDX = re.compile(rf"{ID}(?: (?:AND|OR|WITH) {ID})*")


def materials():
    """What cyclonedx-py makes of the lock."""
    command = [sys.executable, "-W", "ignore", "-m", "cyclonedx_py", "requirements"]
    command += ["--pyproject", "pyproject.toml", "--output-reproducible", "--short-PURLs"]
    command += ["--spec-version", "1.6", "--no-validate", "requirements.txt"]
    made = subprocess.run(command, cwd=BASE_DIR, check=False, capture_output=True)
    if made.returncode:
        sys.exit(made.stderr.decode())
    return json.loads(made.stdout)


def licences():
    """What each package states, by its name."""
    page = (BASE_DIR / "docs" / "licences.md").read_text(encoding="utf-8")
    return dict(re.findall(r"^\| ([a-z0-9.-]+) \| \d\S* \| (.*) \|$", page, re.M))


def stated(licence):
    """A licence as CycloneDX has it: an expression of SPDX, or a name."""
    if SPDX.fullmatch(licence):
        return [{"expression": licence}]
    return [{"license": {"name": licence}}]


def reasons():
    """The packages that rest on each package, by its name; ROOT stands for our own choice."""
    lock = (BASE_DIR / "requirements.txt").read_text(encoding="utf-8")
    found = {}
    for part in re.split(r"^(?=[a-z])", lock, flags=re.M)[1:]:
        name = re.match(r"[a-z0-9.-]+", part)[0]
        below = re.sub(r"\s+#\s+(?:via)?", " ", part[part.index("# via") - 1 :])
        found[name] = {ROOT if "/" in by or ".in" in by else by for by in below.split()} - {"-r"}
    return found


def bill():
    """The whole bill, as a dictionary."""
    found, licence_of, rests_on = materials(), licences(), reasons()
    found["metadata"]["component"]["bom-ref"] = ROOT
    reference = {ROOT: ROOT}
    for component in found["components"]:
        name = component["name"]
        del component["description"]  # the line of the lock, word for word
        component["bom-ref"] = reference[name] = component["purl"]
        component["licenses"] = stated(licence_of[name])
    needs = {name: [] for name in reference}
    for name in sorted(rests_on):
        for by in rests_on[name]:
            needs[by].append(reference[name])
    found["dependencies"] = [
        {"ref": reference[name]} | ({"dependsOn": needs[name]} if needs[name] else {})
        for name in sorted(needs)
    ]
    return found


if __name__ == "__main__":
    text = json.dumps(bill(), indent=2)
    if problem := JsonStrictValidator(SchemaVersion.V1_6).validate_str(text):
        sys.exit(f"This is no bill of materials: {problem}")
    print(text)
