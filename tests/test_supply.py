"""What the portal is made of, said to programs, and what is known against it.

Needs the packages of `make sbom`; where they are missing the tests are skipped, or fail if
REQUIRE_SUPPLY is 1.
"""

import json
import os
import subprocess
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from tests.lacking import do_without
from tests.servers import free_port
from tests.test_requirements import BASE_DIR, entries

PYTHON = BASE_DIR / "var/supply/.venv/bin/python"
KNOWN = {
    "id": "PYSEC-2026-1",
    "aliases": ["CVE-2026-1"],
    "affected": [
        {
            "package": {"name": "django", "ecosystem": "PyPI"},
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "99.1"}]}],
        }
    ],
}


def run(script, *arguments, **environment):
    """A script of .ci/supply that has run to its end."""
    if not PYTHON.exists():
        lack = "nothing is installed that makes bills of materials: make sbom"
        do_without(lack, "REQUIRE_SUPPLY")
    return subprocess.run(
        [PYTHON, f".ci/supply/{script}", *arguments],
        cwd=BASE_DIR,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@contextmanager
def osv(known):
    """A server that answers as OSV does: its address. known: what is against each package."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            found = known.get(asked["package"]["name"], [])
            answer = json.dumps({"vulns": found} if found else {}).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *arguments):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/v1/query"
        finally:
            server.shutdown()
            thread.join()


def test_the_bill_of_materials_names_every_package_with_hashes_licence_and_what_it_rests_on():
    made = run("sbom.py", SOURCE_DATE_EPOCH="1764000000")
    assert made.returncode == 0, made.stderr
    assert made.stdout == run("sbom.py", SOURCE_DATE_EPOCH="1764000000").stdout  # byte by byte
    bill = json.loads(made.stdout)
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    assert bill["metadata"]["timestamp"] == "2025-11-24T16:00:00+00:00"
    assert bill["metadata"]["component"]["licenses"][0]["license"]["id"] == "BSD-3-Clause"
    components = {component["name"]: component for component in bill["components"]}
    locked = entries("requirements.txt")
    assert {name: component["version"] for name, component in components.items()} == locked
    for name, component in components.items():
        assert component["purl"] == f"pkg:pypi/{name}@{locked[name]}"
        assert component["licenses"]
        [lies] = component["externalReferences"]
        assert {digest["alg"] for digest in lies["hashes"]} == {"SHA-256"}
    rests = {part["ref"]: part.get("dependsOn", []) for part in bill["dependencies"]}
    assert components["asgiref"]["purl"] in rests[components["django"]["purl"]]
    assert components["django"]["purl"] in rests["decent-work-solutions"]
    assert components["asgiref"]["purl"] not in rests["decent-work-solutions"]


def test_an_audit_that_finds_nothing_ends_well():
    with osv({}) as address:
        audit = run("audit.py", "--osv", address)
    assert audit.returncode == 0, audit.stderr
    assert audit.stdout.startswith("requirements.txt: ")
    assert audit.stdout.endswith(" packages, 0 vulnerabilities known\n")


def test_an_audit_names_what_is_known_and_fails():
    with osv({"django": [KNOWN]}) as address:
        audit = run("audit.py", "--osv", address)
    assert audit.returncode == 1
    [line, total] = audit.stdout.splitlines()
    version = entries("requirements.txt")["django"]
    assert line == f"django {version}: CVE-2026-1, PYSEC-2026-1; mended in 99.1"
    assert total.endswith(" packages, 1 vulnerabilities known")


def test_an_audit_that_reaches_nobody_says_so_and_passes_for_neither():
    audit = run("audit.py", "--osv", f"http://127.0.0.1:{free_port()}/v1/query")
    assert audit.returncode == 2
    assert audit.stdout == ""
    assert audit.stderr.startswith("NOT AUDITED: ")
