"""`make topology`: start it, say where it is, and end it on Ctrl-C."""

import signal
import sys
import threading

from topology.programs import BASE_DIR, MissingProgram, ProgramFailed
from topology.site import Topology

FOLDER = BASE_DIR / "var" / "topology"


def main():
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *arguments: stop.set())
    print("  Starting      PostgreSQL, replica, PgBouncer, cache, two portals, Caddy ...")
    try:
        with Topology(FOLDER) as site:
            print(f"  Serving       {site.address}/ (Ctrl-C stops)")
            print(f"  Trust         {site.authority}")
            print(f"  Try           curl --cacert {site.authority} \\")
            print(f"                  --connect-to ::127.0.0.1: {site.address}/about/")
            stop.wait()
    except (MissingProgram, ProgramFailed) as error:
        return str(error)
    return 0


if __name__ == "__main__":
    sys.exit(main())
