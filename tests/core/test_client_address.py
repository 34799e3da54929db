"""From which address a request comes: no stranger can make it up."""

from ipaddress import ip_network

import pytest
from django.test import RequestFactory

from core.environment import StartError, env_networks
from core.web import client

STRANGER, READER, PROXY, OUTER = "203.0.113.9", "198.51.100.7", "127.0.0.1", "10.1.2.3"


@pytest.fixture(autouse=True)
def proxies(settings):
    settings.TRUSTED_PROXIES = [ip_network("127.0.0.1"), ip_network("10.0.0.0/8")]


def address(peer, forwarded=None):
    told = {} if forwarded is None else {"HTTP_X_FORWARDED_FOR": forwarded}
    return client.address(RequestFactory().get("/", REMOTE_ADDR=peer, **told))


@pytest.mark.parametrize(
    ("peer", "forwarded", "expected"),
    [
        (STRANGER, None, STRANGER),
        (STRANGER, READER, STRANGER),  # says it of itself
        (PROXY, READER, READER),
        (PROXY, f"{READER}, {OUTER}", READER),  # two proxies of ours
        (PROXY, f"{READER}, {STRANGER}", STRANGER),  # the stranger said the first
        (PROXY, f"{READER}, {STRANGER}, {OUTER}", STRANGER),
        (PROXY, None, PROXY),
        (PROXY, "", PROXY),
        (PROXY, "unknown", PROXY),
        (PROXY, f"{READER}, <script>", PROXY),
        (PROXY, OUTER, OUTER),  # one of our own machines asks
        (f"::ffff:{PROXY}", READER, READER),
        (PROXY, f"::ffff:{READER}", READER),
        ("2001:db8::1", READER, "2001:db8::1"),
        ("", READER, ""),  # a socket of the file system
    ],
)
def test_only_our_proxies_are_believed(peer, forwarded, expected):
    assert address(peer, forwarded) == expected


def test_without_the_setting_nobody_is_believed(settings):
    settings.TRUSTED_PROXIES = []
    assert address(PROXY, READER) == PROXY


@pytest.mark.parametrize(
    ("peer", "expected"),
    [
        (READER, READER),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2:ffff::", "2001:db8:1:2::"),
        ("", None),
    ],
)
def test_who_has_a_whole_network_counts_as_one(peer, expected):
    assert client.network(RequestFactory().get("/", REMOTE_ADDR=peer)) == expected


def test_a_mistake_in_the_setting_names_itself(monkeypatch):
    monkeypatch.setenv("TRUSTED_PROXIES", "127.0.0.1, 10.0.0.0/8 ,::1")
    assert env_networks("TRUSTED_PROXIES") == [
        ip_network(text) for text in ("127.0.0.1/32", "10.0.0.0/8", "::1/128")
    ]
    monkeypatch.setenv("TRUSTED_PROXIES", "localhost")
    with pytest.raises(StartError, match="TRUSTED_PROXIES: 'localhost'"):
        env_networks("TRUSTED_PROXIES")
