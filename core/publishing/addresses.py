"""What can be said of a web address without asking for it."""

import ipaddress
import re
from urllib.parse import urlsplit

# RFC 2606 and 6761, and what home and office networks use among themselves.
NOWHERE = {"example", "invalid", "local", "localhost", "test", "internal", "lan", "home", "corp"}
NAME = re.compile(r"(?:[\w-]+\.)+[^\W\d_][\w-]+\.?")


def dead_form(address):
    """Why no reader can open a web address, by its form alone; None where one might."""
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        return "it is not written as addresses are"
    if parts.scheme not in ("http", "https") or not host:
        return "it is not written as addresses are"
    try:
        number = ipaddress.ip_address(host)
    except ValueError:
        number = None
    if number:
        return None if number.is_global else f"{host} is a number of a network of one's own"
    if host.rpartition(".")[2].lower() in NOWHERE or "." not in host:
        return f"{host} is a name that leads nowhere in the world"
    return None if NAME.fullmatch(host) else f"{host} is no name of a host"
