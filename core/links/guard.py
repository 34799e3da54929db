"""Which addresses may be asked, and at which number: nothing of a network of one's own.

The number that is looked at is the number that is connected to. A name that answers otherwise a
moment later, or redirects to the inside, gains nothing.
"""

import asyncio
import socket
from ipaddress import IPv4Address, ip_address, ip_network

import httpx
from django.conf import settings

from core.links.outcome import failed, unclear

PORTS = {"http": 80, "https": 443}
LONGEST = 2_000  # characters of an address
TRIED = 3  # numbers of one host
LOOKUP = 10  # seconds that looking up a name may take
# Of the outside by their form, or to some versions of Python, and yet of the inside.
INSIDE = [
    *map(ip_network, ("64:ff9b::/96", "64:ff9b:1::/48", "2001::/32", "2002::/16")),  # hold another
    *map(ip_network, ("192.0.0.0/24", "192.88.99.0/24", "fec0::/10", "100::/64", "3fff::/20")),
    ip_network("168.63.129.16"),  # where a cloud answers its own machines
]


def address(text, base=None):
    """What a text is an address of, as an httpx.URL that may be asked; raises Answered if not.

    base: the URL that the text may be relative to.
    """
    try:
        url = base.join(text) if base else httpx.URL(text)
        url = url.copy_with(username=None, password=None, fragment=None)
        host = url.raw_host
    except (httpx.InvalidURL, UnicodeError, ValueError):
        raise failed("It leads to what is not written as addresses are.") from None
    if url.scheme not in PORTS or not host or len(str(url)) > LONGEST:
        raise failed("It leads to what is not written as addresses are.")
    if url.port not in (None, PORTS[url.scheme]):
        raise unclear(f"It leads to the port {url.port}, which is not asked.")
    return url


async def targets(url):
    """Where a URL may be asked, best first: URLs with a number in the place of the host."""
    host = url.raw_host.decode("ascii")
    if host in settings.LINK_HOSTS:  # of tests alone, as a hosts file has them
        number, _, port = settings.LINK_HOSTS[host].rpartition(":")
        return [url.copy_with(scheme="http", host=number, port=int(port))]
    numbers = await numbers_of(host, PORTS[url.scheme])
    if not all(map(is_outside, numbers)):
        raise unclear("It leads into a network of one's own, which is not asked.")
    return [url.copy_with(host=str(number)) for number in numbers[:TRIED]]


async def numbers_of(host, port):
    """The numbers of a host, those of the older internet first, which every machine reaches."""
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(LOOKUP):
            found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except TimeoutError:
        raise unclear("The name of its host could not be looked up.") from None
    except socket.gaierror as error:
        if error.errno in (socket.EAI_NONAME, getattr(socket, "EAI_NODATA", None)):
            raise failed("There is no host of this name.", is_told_by_it=False) from None
        raise unclear("The name of its host could not be looked up.") from None
    except (OSError, UnicodeError):
        raise failed("There is no host of this name.", is_told_by_it=False) from None
    numbers = dict.fromkeys(ip_address(place[0].partition("%")[0]) for *_, place in found)
    return sorted(numbers, key=lambda number: number.version)


def is_outside(number):
    """Whether a number of the internet is one that anybody in the world may reach."""
    within = getattr(number, "ipv4_mapped", None)
    if within:
        return is_outside(IPv4Address(within))
    return (
        number.is_global
        and not (number.is_multicast or number.is_reserved or number.is_unspecified)
        and not any(number in network for network in INSIDE if network.version == number.version)
    )
