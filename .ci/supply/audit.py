"""Say which known vulnerabilities are in what requirements.txt locks: make audit.

Ends with 0 where none is known, and with 1 where some are, each of them named. It ends with 2 where
OSV (https://osv.dev) could not be asked: that says nothing of the packages, good or bad.
"""

import argparse
import json
import subprocess
import sys

OSV = "https://api.osv.dev/v1/query"
NONE, SOME, NOT_ASKED = 0, 1, 2


def asked(lock, osv):
    """What pip-audit says of the packages of a lock: its answer, or None, and its last words."""
    command = [sys.executable, "-m", "pip_audit", "--requirement", lock, "--disable-pip"]
    command += ["--vulnerability-service", "osv", "--osv-url", osv, "--strict"]
    command += ["--format", "json", "--progress-spinner", "off", "--timeout", "20"]
    run = subprocess.run(command, check=False, capture_output=True, text=True)
    try:
        answer = json.loads(run.stdout)
    except json.JSONDecodeError:
        answer = None
    return answer, (run.stderr.strip().splitlines() or ["no answer"])[-1]


def told(package):
    """A line for each vulnerability of a package."""
    for known in package["vulns"]:
        names = ", ".join(sorted({known["id"], *known["aliases"]}))
        mended = " or ".join(known["fix_versions"])
        remedy = f"mended in {mended}" if mended else "not mended yet"
        yield f"{package['name']} {package['version']}: {names}; {remedy}"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("lock", nargs="?", default="requirements.txt")
    parser.add_argument("--osv", default=OSV, help="whom to ask instead")
    given = parser.parse_args()
    answer, last_words = asked(given.lock, given.osv)
    if answer is None:
        print(f"NOT AUDITED: {given.osv} gave no answer ({last_words}).", file=sys.stderr)
        print("Ask again from a machine that reaches it.", file=sys.stderr)
        return NOT_ASKED
    lines = [line for package in answer["dependencies"] for line in told(package)]
    for line in lines:
        print(line)
    print(
        f"{given.lock}: {len(answer['dependencies'])} packages, {len(lines)} vulnerabilities known"
    )
    return SOME if lines else NONE


if __name__ == "__main__":
    sys.exit(main())
