"""How soon an edit is in the answers of every server: three of them on one database."""

import contextlib
import time

from benchmarks import servers
from benchmarks.agreement import json_of
from benchmarks.catalogue import pointed_at
from benchmarks.load import ask
from core.models.publication import PublicationState
from initiatives.models import Initiative

SERVERS = 3
EDITS = 10
PATIENCE = 60  # seconds
PAUSE = 0.005  # between two looks at a server
REST = 3  # before each change, as curators do not save twice in a moment


class NotFresh(RuntimeError):
    """A server still gives its old answer after PATIENCE."""


def measure(database, wait_for_index):
    """Seconds of each edit and each withdrawal until the last of the servers shows it.

    wait_for_index: returns when a running server has its index.
    """
    with contextlib.ExitStack() as stack:
        running = [
            stack.enter_context(servers.portal(database, number=number + 1))
            for number in range(SERVERS)
        ]
        for server in running:
            wait_for_index(server, workers=1)
        stack.enter_context(pointed_at(database))
        edits, withdrawals = [], []
        chosen = Initiative.objects.published().order_by("pk")[:EDITS]
        for number, initiative in enumerate(list(chosen)):
            row = Initiative.objects.filter(pk=initiative.pk)
            word = f"zyzzyva{'abcdefghij'[number]}"
            try:
                time.sleep(REST)
                row.update(title=word)
                edits.append(seconds_until(running, word, 1))
                time.sleep(REST)
                row.update(publication=PublicationState.DRAFT)
                withdrawals.append(seconds_until(running, word, 0))
            finally:
                row.update(title=initiative.title, publication=initiative.publication)
        return {"edits": edits, "withdrawals": withdrawals}


def seconds_until(running, word, count):
    """Seconds until every server finds so many initiatives by a word."""
    begun = time.monotonic()
    for server in running:
        while not shows(server, word, count):
            if time.monotonic() - begun > PATIENCE:
                raise NotFresh(f"{server.name} shows an edit not even after {PATIENCE} s.")
            time.sleep(PAUSE)
    return time.monotonic() - begun


def shows(server, word, count):
    """Whether the API of a server finds so many by a word, and the page of the search says so."""
    found = json_of(server.port, f"/api/v1/initiatives/?q=%22{word}%22")["count"]
    page = ask(server.port, f"/initiatives/?q=%22{word}%22").body.decode()
    return found == count and f"<b>{count} initiative" in page
