"""`python -m faults.haproxy`: as `faults.failover`, by one address at which HAProxy stands.

The portals know the primary by HAProxy alone, which asks again and again which of the two can
be written to, as deploy/haproxy.cfg says. After the promotion no setting and no address changes.
"""

import sys

from faults import failover
from tests.servers import free_port
from topology.parts import WRITABLE, haproxy

BEGIN = "<!-- Made by `python -m faults.haproxy --write`. -->"


class Proxied(failover.Servers):
    """The two, and HAProxy before them."""

    def __init__(self, folder):
        super().__init__(folder)
        self.folder, self.port, self.proxy = folder, free_port(), None

    def environment(self):
        """What tells portals of HAProxy, which begins to look for the primary now."""
        if self.proxy is None:
            self.proxy = haproxy(self.folder, self.port, self.primary, self.replica)
            self.proxy.wait()
        url = f"{self.primary.url(self.port)}?{WRITABLE}"
        return super().environment() | {"DATABASE_URL": url}

    def stop(self):
        if self.proxy:
            self.proxy.stop()
        super().stop()


if __name__ == "__main__":
    sys.exit(failover.main(Proxied, "haproxy", BEGIN, __doc__))
