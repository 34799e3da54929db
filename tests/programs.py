"""Programs of others, that people run recipes with: where they are, and how to run them.

Where curl, R or LibreOffice is missing the test is skipped, or fails if REQUIRE_CURL, REQUIRE_R or
REQUIRE_OFFICE is 1.
"""

import os
import shutil
import subprocess
import sys

from tests.lacking import do_without

ENVIRONMENT = {"LANG": "C.UTF-8", "no_proxy": "*", "HOME": "."}


def program(*names, package, required_by):
    """The path of the first of some programs that is there."""
    path = next(filter(None, map(shutil.which, names)), None)
    if path is None:
        do_without(f"no {names[0]} found: install {package}", required_by)
    return path


def shell():
    """That of commands for curl."""
    program("curl", package="curl", required_by="REQUIRE_CURL")
    return "sh"


def rscript():
    return program("Rscript", package="r-cran-jsonlite", required_by="REQUIRE_R")


def run(command, folder):
    """What a program says that runs in a folder, which is its home."""
    done = subprocess.run(
        command,
        cwd=folder,
        env={"PATH": os.environ["PATH"], **ENVIRONMENT},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def how_to_run(file):
    """The command that runs a file, by its ending."""
    interpreters = {"sh": shell, "py": lambda: sys.executable, "R": rscript}
    return [interpreters[file.name.rpartition(".")[2]](), file.name]
