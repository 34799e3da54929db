"""A server whose clock is wrong, and jumps: `clock.c` tells it another time of day than it is."""

import contextlib
import shutil
import subprocess
import time
from pathlib import Path

from faults.people import wait_for
from faults.servers import FOLDER, Server
from faults.setting import serving
from faults.stage import SEEN_WITHIN, Findings, Trial, title_in
from faults.verdict import NotHere

SOURCE = Path(__file__).with_name("clock.c")
LIBRARY, OFFSET = FOLDER / "clock.so", FOLDER / "clock"
HOURS = (3, -3, 0)  # from the machine's time, one after the other
WATCHED = 4  # seconds after each jump
PATIENCE = 60  # seconds in which the desk takes an edit again


def jump(stage):
    """A server begins three hours ahead, falls six hours back, and is put right; others are right.

    Readers are to notice nothing, and when it is right again the desk takes edits there.
    """
    findings = Findings()
    make_library()
    tell(HOURS[0])
    environment = {"LD_PRELOAD": str(LIBRARY), "CLOCK_OFFSET": str(OFFSET)}
    server = Server("fourth", 1, stage.environment | environment)
    with serving(server), among(stage, server):
        stage.start_clock()
        for hours in HOURS:
            tell(hours)
            time.sleep(WATCHED)
            edit = stage.curator.edits[-1]
            is_seen = wait_for(lambda edit=edit: is_seen_at(server, edit, stage), SEEN_WITHIN)
            if not is_seen:
                findings.objections.append(f"an edit is not seen where it is {hours} h later")
        if not wait_for(lambda: takes_edit(stage, server), PATIENCE):
            findings.objections.append("the desk takes no edit where the clock is right again")
    return findings


def make_library():
    """Compile what is loaded before the server; NotHere without a compiler."""
    compiler = shutil.which("cc")
    if compiler is None:
        raise NotHere("no compiler of C found: install gcc")
    command = [compiler, "-O1", "-shared", "-fPIC", "-o", LIBRARY, SOURCE, "-ldl"]
    subprocess.run(command, check=True)  # noqa: S603 our own file


def tell(hours):
    """Have the clock be wrong by so many hours."""
    OFFSET.write_text(str(hours * 3600))


def is_seen_at(server, edit, stage):
    """Whether a server shows an edit, unless a later one of the same record has come."""
    return title_in(server, edit.slug) == edit.title or edit not in stage.curator.edits


def takes_edit(stage, server):
    """Whether the desk takes an edit at a server."""
    with stage.curator.resting:
        known = stage.curator.ledger.acknowledged
        stage.curator.act_at(server.port)
        return stage.curator.ledger.acknowledged > known


@contextlib.contextmanager
def among(stage, server):
    """Have readers ask this server too while the block runs."""
    stage.ports.append(server.port)
    try:
        yield
    finally:
        stage.ports.remove(server.port)
        time.sleep(1)  # who has just chosen it asks it still


CLOCKS = [Trial("The clock of a server is 3 h ahead, falls 6 h back, and is right", jump, 5, 1)]
