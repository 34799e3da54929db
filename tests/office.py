"""LibreOffice, for tests that open our files in it.

Where it is missing they are skipped, or fail if REQUIRE_OFFICE is 1.
"""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.lacking import do_without

PROGRAMS = ("soffice", "libreoffice")
OPENS_WORKBOOKS = ("libscfiltlo.so", "libscfiltlo.dylib", "scfiltlo.dll")  # part of Calc alone


class Office:
    """An installed LibreOffice with a profile of its own, in a folder."""

    def __init__(self, path, folder):
        self.path, self.folder = path, folder

    def convert(self, target, *files, read=()):
        """Open some files and write each in another form into the folder.

        target: its ending, and what LibreOffice takes besides; read: how it reads them.
        """
        subprocess.run(
            [
                self.path,
                "--headless",
                f"-env:UserInstallation=file://{self.folder}/profile",
                *read,
                *("--convert-to", target, "--outdir", self.folder),
                *files,
            ],
            check=True,
            capture_output=True,
            timeout=120,
        )


def missing(package):
    """Skip or fail the test, for a package that is not there."""
    lack = f"LibreOffice is not there, or not all of it: install {package}"
    do_without(lack, "REQUIRE_OFFICE")


@pytest.fixture
def office(tmp_path):
    """An Office that opens texts."""
    path = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if path is None:
        missing("libreoffice-writer-nogui")
    return Office(path, tmp_path)


@pytest.fixture
def calc(office):
    """An Office that opens workbooks, too. The program alone says nothing: it starts without."""
    folder = Path(office.path).resolve().parent
    if not any((folder / name).exists() for name in OPENS_WORKBOOKS):
        missing("libreoffice-calc-nogui")
    return office
