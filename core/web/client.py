"""From which address a request comes, without believing what a stranger says of it.

`REMOTE_ADDR` is who speaks to us: a reader, or the proxy in front. A proxy adds whom it answers to
the end of `X-Forwarded-For`; what stands before that was sent by somebody else. So that header is
read from its end, and only as long as the one who speaks is named in settings.TRUSTED_PROXIES.
"""

from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings

OF_ONE_CLIENT = 64  # bits: whoever has an IPv6 address has all that begin with these


def address(request):
    """The address of the client, as text; empty where the server knows of none."""
    client = parsed(request.META.get("REMOTE_ADDR", ""))
    hops = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    while client and is_trusted(client) and hops:
        told = parsed(hops.pop())
        if told is None:
            break
        client = told
    return str(client or "")


def network(request):
    """What to count a client by: its address, or the network of its IPv6 address; None without."""
    client = parsed(address(request))
    if isinstance(client, IPv6Address):
        return str(ip_network((client, OF_ONE_CLIENT), strict=False).network_address)
    return client and str(client)


def is_trusted(client):
    """Whether this address is one of our own proxies."""
    return any(client in proxies for proxies in settings.TRUSTED_PROXIES)


def parsed(text):
    """An address that stands in a text, IPv4 as such even inside IPv6; None where there is none."""
    try:
        client = ip_address(text.strip())
    except ValueError:
        return None
    return getattr(client, "ipv4_mapped", None) or client
