"""Small questions to the operating system, and files that only we can read."""

import contextlib
import os
from pathlib import Path


def processes_in(folder):
    """Ids of the processes whose working folder this is; None where the system does not tell."""
    if not Path("/proc/self/cwd").exists():
        return None
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if (process / "cwd").readlink() == folder.resolve():
                found.append(int(process.name))
    return found


def write_private(path, text):
    """Write a file that nobody else may read."""
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(descriptor, "w") as file:
        file.write(text)


def clean_environment():
    """Our environment, without the variables and the language that PostgreSQL would follow."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return kept | {"LC_ALL": "C"}


def quoted_in_a_list(path):
    """A path as PostgreSQL reads it in a list of paths."""
    return '"' + str(path).replace('"', '""') + '"'
