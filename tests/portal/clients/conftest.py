"""Clients that others would make of the API's description, by the commands of docs/clients.md.

Nothing that is generated is kept. Where there is no Node.js, or what `.ci/node` locks is not
installed, tests of it are skipped, or fail if REQUIRE_NODE is 1.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from tests.lacking import do_without

DOCS = settings.BASE_DIR / "docs"
PAGE = (DOCS / "clients.md").read_text(encoding="utf-8")
MODULES = settings.BASE_DIR / ".ci/node/node_modules"
READ = Path(__file__).with_name("read.ts")
PORTAL = "https://solutions.example.org"  # as the page writes it


def blocks(language):
    """The blocks of the page in a language."""
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.M | re.S)


def commands(program):
    """The commands of the page that a program runs."""
    return [line for line in "".join(blocks("sh")).splitlines() if line.startswith(f"{program} ")]


def run(command, folder, **environment):
    """What a command prints; where it fails, the test does, with all that it said."""
    places = [Path(sys.executable).parent, MODULES / ".bin", os.environ["PATH"]]
    done = subprocess.run(
        command,
        shell=isinstance(command, str),
        cwd=folder,
        env=os.environ | environment | {"PATH": os.pathsep.join(map(str, places))},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="session")
def python_client(tmp_path_factory):
    """The folder of a client in Python."""
    folder = tmp_path_factory.mktemp("python-client")
    shutil.copy(DOCS / "openapi.yaml", folder)
    for command in commands("openapi-python-client"):
        run(command, folder)
    return folder / "decent-work-solutions-api-client"


@pytest.fixture(scope="session")
def node():
    """That there is Node.js with what `.ci/node` locks."""
    if shutil.which("node") and MODULES.exists():
        return
    lack = "no Node.js, or nothing installed: make .ci/node/node_modules/.installed"
    do_without(lack, "REQUIRE_NODE")


@pytest.fixture(scope="session")
def typescript_programs(node, live_server, tmp_path_factory):
    """Programs on the types that openapi-typescript writes, compiled: `read` and `example`."""
    folder = tmp_path_factory.mktemp("typescript-client")
    shutil.copy(DOCS / "openapi.yaml", folder)
    (folder / "node_modules").symlink_to(MODULES)
    (folder / "package.json").write_text('{"type": "module"}')
    shutil.copy(READ, folder)
    (example,) = blocks("ts")
    (folder / "example.ts").write_text(example.replace(PORTAL, live_server.url))
    write, compile_both = (command.removeprefix("npx ") for command in commands("npx"))
    run(write, folder)
    run(f"{compile_both} read.ts", folder)
    return folder
