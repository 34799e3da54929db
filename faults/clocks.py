"""A server whose clock is wrong, and jumps: libfaketime tells it another time than it is."""

import contextlib
import time
from pathlib import Path

from faults.people import wait_for
from faults.servers import FOLDER, Server
from faults.setting import serving
from faults.stage import SEEN_WITHIN, Findings, Trial, title_in
from faults.verdict import NotHere

LIBRARIES = ("/usr/lib/*/faketime/libfaketimeMT.so.1", "/usr/lib/faketime/libfaketimeMT.so.1")
TOLD = FOLDER / "clock"  # the file that says how wrong it is
JUMPS = ("+3h", "-3h", "+0")  # from the machine's time; the last puts it right
WATCHED = 4  # seconds after each


def jump(stage):
    """A server begins three hours ahead, falls six hours back, and is put right; others are right.

    The sessions of the desk are over where it is three hours later, as they should be. Readers are
    to notice nothing, and when it is right again the desk takes edits there.
    """
    findings = Findings()
    TOLD.write_text(JUMPS[0])
    environment = stage.environment | {
        "LD_PRELOAD": str(library()),
        "FAKETIME_TIMESTAMP_FILE": str(TOLD),
        "FAKETIME_CACHE_DURATION": "1",  # second
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
    }
    server = Server("fourth", 1, environment)
    with serving(server), among(stage, server):
        stage.start_clock()
        for offset in JUMPS:
            TOLD.write_text(offset)
            time.sleep(WATCHED)
            edit = stage.curator.edits[-1]
            is_seen = wait_for(lambda edit=edit: is_seen_at(server, edit, stage), SEEN_WITHIN)
            if not is_seen:
                findings.objections.append(f"an edit is not seen at a clock of {offset}")
        with stage.curator.resting:
            known = stage.curator.ledger.acknowledged
            stage.curator.act_at(server.port)
        if stage.curator.ledger.acknowledged == known:
            findings.objections.append("the desk takes no edit where the clock is right again")
    return findings


def is_seen_at(server, edit, stage):
    """Whether a server shows an edit, unless a later one of the same record has come."""
    return title_in(server, edit.slug) == edit.title or edit not in stage.curator.edits


@contextlib.contextmanager
def among(stage, server):
    """Have readers ask this server too while the block runs."""
    stage.ports.append(server.port)
    try:
        yield
    finally:
        stage.ports.remove(server.port)
        time.sleep(1)  # who has just chosen it asks it still


def library():
    """The one that fakes the time; NotHere without it."""
    found = [path for pattern in LIBRARIES for path in Path("/").glob(pattern[1:])]
    if not found:
        raise NotHere("no libfaketime found: install faketime")
    return found[0]


CLOCKS = [Trial("The clock of a server is 3 h ahead, falls 6 h back, and is right", jump, 5, 1)]
