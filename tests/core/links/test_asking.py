"""What is asked of addresses, and what their answers mean, against a server of the wild web."""

import itertools
import logging
import socket
import threading
from urllib.parse import quote

import pytest

from core.links import chain, guard
from core.links.outcome import Outcome
from core.links.running import AT_ONCE, answers
from tests.wild_server import WildServer, answer, bomb

ANSWERED, FAILED, UNCLEAR = Outcome
HOST = "wild.example.org"


@pytest.fixture
def wild(settings):
    with WildServer() as server:
        settings.LINK_HOSTS = {
            f"{name}.example.org": server.place for name in ("wild", "new", "other")
        }
        yield server


def ask(*addresses, pause=0, seconds=60):
    """By address the Answer."""
    return dict(answers(addresses, seconds=seconds, pause=pause))


def ask_for(path):
    """The Answer of one path of the wild server."""
    (found,) = ask(f"http://{HOST}/{path}").values()
    return found


@pytest.mark.parametrize(
    ("path", "outcome", "said"),
    [
        ("fine", ANSWERED, ""),
        ("only-get", ANSWERED, ""),
        ("404", FAILED, "It answers 404."),
        ("410", FAILED, "It answers 410."),
        ("500", FAILED, "It answers 500."),
        ("401", UNCLEAR, "It answers 401, which may hold for us alone."),
        ("403", UNCLEAR, "It answers 403, which may hold for us alone."),
        ("429", UNCLEAR, "It answers 429, which may hold for us alone."),
        ("503", UNCLEAR, "It answers 503, which may hold for us alone."),
        ("loop/a", FAILED, "It leads round in a circle."),
        ("on/0", FAILED, "It leads on and on: more than 10 times."),
        ("cookies", UNCLEAR, "It goes on only for who takes its cookies."),
        ("die", FAILED, "It broke off, or said what no web server says."),
        ("die-half-way", FAILED, "It broke off, or said what no web server says."),
        ("say-nonsense", FAILED, "It broke off, or said what no web server says."),
        ("long-header", FAILED, "It broke off, or said what no web server says."),
        ("headers", UNCLEAR, "It sends more headers than anybody can read."),
        ("promise", FAILED, "It broke off, or said what no web server says."),
        ("endless", ANSWERED, ""),
        ("to/302/http/127.0.0.1/x", UNCLEAR, "It leads into a network of one's own, which"),
        ("to/302/http/169.254.169.254/x", UNCLEAR, "It leads into a network of one's own,"),
        ("to/302/http/[::1]/x", UNCLEAR, "It leads into a network of one's own, which is"),
        ("to/302/http/[::ffff@7f00@1]/x", UNCLEAR, "It leads into a network of one's own,"),
        ("to/302/http/localhost/x", UNCLEAR, "It leads into a network of one's own, which"),
        ("to/302/http/0x7f.1/x", UNCLEAR, "It leads into a network of one's own, which is"),
        ("to/302/http/other.example.org@8080/", UNCLEAR, "It leads to the port 8080, which"),
        ("to/302/ftp/other.example.org/x", FAILED, "It leads to what is not written as"),
        ("to-file", FAILED, "It leads to what is not written as addresses are."),
        ("to/302/http/", FAILED, "It leads"),
    ],
)
def test_what_an_answer_means(wild, path, outcome, said):
    found = ask_for(path)
    assert found.said.startswith(said) if said else not found.said
    assert found.outcome == outcome


ODD = [
    "javascript:alert(1)",
    "about:blank",
    "mailto:desk@example.org",
    "tel:1",
    "data:text/html,gone",
    "urn:isbn:1",
    r"C:\web\index.html",
    "https:report",
    "http://[::1",
    "http://new.example.org:port/",
    "http://new.example.org/" + "a" * 3_000,
]


@pytest.mark.parametrize("location", ODD)
def test_whoever_leads_to_what_is_no_address_ends_the_asking_of_nobody_else(wild, location):
    odd, sound = f"http://{HOST}/to-text/{quote(location, safe='')}", "http://new.example.org/fine"
    found = ask(odd, sound)
    assert found[odd].said == "It leads to what is not written as addresses are."
    assert (found[odd].outcome, found[sound].outcome) == (FAILED, ANSWERED)


@pytest.mark.parametrize("location", ODD)
def test_a_robots_file_that_leads_to_what_is_no_address_is_none(wild, location):
    wild.robots = {HOST: answer(301, f"Location: {location}")}
    assert ask_for("fine").outcome == ANSWERED


def test_a_fault_nobody_has_foreseen_is_noted_of_its_address_and_logged(wild, monkeypatch, caplog):
    follow, odd = chain.follow, f"http://{HOST}/odd"

    async def failing(text, hosts):
        return await follow(text, hosts) if text != odd else 1 / 0

    monkeypatch.setattr(chain, "follow", failing)
    addresses = [odd, f"http://{HOST}/fine", "http://new.example.org/fine"]
    found = ask(*addresses)
    assert [found[address].outcome for address in addresses] == [UNCLEAR, ANSWERED, ANSWERED]
    assert found[odd].said == "A fault of this portal kept it from being asked."
    (record,) = [one for one in caplog.records if one.levelno >= logging.ERROR]
    assert odd in record.getMessage()
    assert record.exc_info[0] is ZeroDivisionError


def test_no_cookies_are_kept_however_odd_they_are(wild, caplog):
    assert ask_for("jar").outcome == ANSWERED
    assert not [one for one in caplog.records if one.levelno >= logging.WARNING]


@pytest.mark.parametrize("path", ["hang", "drip"])
def test_who_hangs_or_drips_is_not_waited_for(wild, settings, path):
    settings.LINK_SECONDS = 1
    found = ask_for(path)
    assert (found.outcome, found.said) == (UNCLEAR, "It did not answer in time.")


def test_who_hangs_at_head_is_asked_by_get(wild, settings):
    settings.LINK_SECONDS = 10
    assert ask_for("only-hangs-at-head").outcome == ANSWERED


def test_what_head_answers_is_not_asked_by_get(wild):
    ask_for("fine")
    ask_for("404")
    assert wild.paths("HEAD") == ["/fine", "/404"]
    assert wild.paths("GET") == ["/404"]


@pytest.mark.parametrize(
    ("path", "leads_to", "is_moved"),
    [
        ("to/301/http/new.example.org/report", "http://new.example.org/report", True),
        ("to/308/http/new.example.org/report", "http://new.example.org/report", True),
        ("to/302/http/new.example.org/report", "http://new.example.org/report", False),
        ("to/301/http/new.example.org/", "http://new.example.org/", False),
        (
            "to/301/http/new.example.org/to/302/http/other.example.org/x",
            "http://new.example.org/to/302/http/other.example.org/x",
            True,
        ),
        (
            "to/302/http/new.example.org/to/301/http/other.example.org/x",
            "http://other.example.org/x",
            False,
        ),
        ("to/301/http/new.example.org/404", "", False),
    ],
)
def test_redirects_are_followed_and_told(wild, path, leads_to, is_moved):
    found = ask_for(path)
    assert (found.leads_to, found.is_moved) == (leads_to, is_moved)


def test_an_address_that_differs_only_in_its_writing_has_not_moved(wild, settings):
    settings.LINK_HOSTS |= {"www.example.org": wild.place, "example.org": wild.place}
    address = "http://www.example.org/to/301/https/example.org/fine"
    assert ask(address)[address].leads_to == "https://example.org/fine"
    wild.asked.clear()
    address = "http://www.example.org/to/301/https/www.example.org/report/"
    assert ask(address)[address].outcome == ANSWERED


@pytest.mark.parametrize(
    ("text", "is_asked"),
    [
        ("User-agent: *\nDisallow: /", False),
        ("User-agent: *\nDisallow: /private", True),
        ("User-agent: DecentWorkLinks\nDisallow: /fine", False),
        ("User-agent: *\nDisallow: /\n\nUser-agent: DecentWorkLinks\nAllow: /", True),
        ("\x00\x01 no robots", True),
        (answer(404), True),
        (answer(403), True),
        (answer(500), False),
        (answer(302, "Location: http://other.example.org/robots.txt"), False),
    ],
)
def test_robots_are_minded(wild, text, is_asked):
    wild.robots = {HOST: text, "other.example.org": "User-agent: *\nDisallow: /"}
    found = ask_for("fine")
    assert ("/fine" in wild.paths()) == is_asked
    assert found.outcome == (ANSWERED if is_asked else UNCLEAR)


def test_robots_are_minded_where_it_leads_and_read_once(wild):
    wild.robots = {"new.example.org": "User-agent: *\nDisallow: /"}
    found = ask(*(f"http://{HOST}/to/301/http/new.example.org/{page}" for page in range(3)))
    assert {one.said for one in found.values()} == {"Its robots.txt asks programs to stay away."}
    robots = [whom for _, _, whom, path in wild.asked if path == "/robots.txt"]
    assert sorted(robots) == ["new.example.org", HOST]


def test_a_robots_file_that_is_a_bomb_does_no_harm(wild):
    wild.robots = {HOST: bomb()}
    assert ask_for("fine").outcome == ANSWERED


def test_a_robots_file_of_many_agents_with_many_rules_does_no_harm(wild):
    lines = [*(f"useragent {n}" for n in range(10_000)), *(f"allow {n}" for n in range(10_000))]
    wild.robots = {HOST: "\n".join([*lines, "User-agent: *", "Disallow: /fine"])}
    assert ask_for("fine").said == "Its robots.txt asks programs to stay away."


def test_a_host_is_asked_once_in_a_pause_and_others_meanwhile(wild):
    pages = [f"http://{host}.example.org/p{page}" for host in ("wild", "new") for page in range(3)]
    assert len(ask(*pages, pause=0.2)) == 6
    for host in (HOST, "new.example.org"):
        times = wild.times(host)
        assert len(times) == 4  # with robots.txt
        assert all(two - one >= 0.2 for one, two in itertools.pairwise(times))
    begun = sorted([wild.times(HOST)[1], wild.times("new.example.org")[1]])
    assert begun[1] < min(wild.times(HOST)[-1], wild.times("new.example.org")[-1])


def test_robots_may_ask_for_a_longer_pause(wild):
    wild.robots = {HOST: "User-agent: *\nCrawl-delay: 0.5"}
    ask(*(f"http://{HOST}/p{page}" for page in range(3)), pause=0.1)
    times = wild.times(HOST)[1:]
    assert all(two - one >= 0.5 for one, two in itertools.pairwise(times))


def test_a_host_that_has_had_enough_is_left_alone(wild):
    found = ask(f"http://{HOST}/429", f"http://{HOST}/fine", "http://new.example.org/fine")
    assert sorted(found) == ["http://new.example.org/fine", f"http://{HOST}/429"]
    assert "/fine" in wild.paths()
    assert len([path for path in wild.paths() if path == "/fine"]) == 1


def test_we_say_who_we_are_and_where_to_complain(wild, settings):
    settings.CONTACT_EMAIL, settings.SITE_URL = "desk@example.org", "https://solutions.example.org"
    ask_for("fine")
    (agent,) = wild.agents
    assert agent.startswith("decentworklinks/1 (+https://solutions.example.org desk@example.org;")


def test_no_more_hosts_are_asked_at_once_than_is_said(wild, settings):
    names = [f"h{number}.example.org" for number in range(100)]
    settings.LINK_HOSTS = dict.fromkeys(names, wild.place)
    assert len(ask(*(f"http://{name}/" for name in names))) == 100
    assert wild.most_open <= 33  # one may be closing


@pytest.fixture
def dead_name_servers(monkeypatch):
    """Has names in dead.example.org be looked up until one elsewhere is, which is of the inside."""
    look_up, is_over = socket.getaddrinfo, threading.Event()

    def look_up_or_hang(host, port, *options, **named):
        if not str(host).endswith("example.org"):
            return look_up(host, port, *options, **named)
        if host.endswith("dead.example.org"):
            is_over.wait(30)
            raise socket.gaierror(socket.EAI_AGAIN, "no name server")
        is_over.set()
        return look_up("127.0.0.1", port, *options, **named)

    monkeypatch.setattr(socket, "getaddrinfo", look_up_or_hang)
    yield
    is_over.set()


def test_dead_name_servers_keep_no_other_name_from_being_looked_up(dead_name_servers):
    dead = [f"http://h{number}.dead.example.org/" for number in range(AT_ONCE - 1)]
    found = ask(*dead, "http://inside.example.org/")
    last = found.pop("http://inside.example.org/")
    assert last.said == "It leads into a network of one's own, which is not asked."
    assert {(one.outcome, one.said) for one in found.values()} == {
        (UNCLEAR, "The name of its host could not be looked up.")
    }


def test_a_lookup_takes_only_so_long(dead_name_servers, monkeypatch):
    monkeypatch.setattr(guard, "LOOKUP", 0.1)
    dead = "http://h.dead.example.org/"
    for address, found in answers([dead], seconds=60, pause=0):
        socket.getaddrinfo("other.example.org", 80)  # lets the other one end
        assert (address, found.outcome) == (dead, UNCLEAR)
        assert found.said == "The name of its host could not be looked up."


def test_what_there_is_no_time_for_is_left_out(wild):
    assert ask(f"http://{HOST}/fine", seconds=0) == {}


def test_whoever_breaks_off_ends_all_asking(wild):
    found = answers([f"http://{HOST}/p{page}" for page in range(100)], seconds=60, pause=0.05)
    next(found)
    found.close()
    asked = len(wild.asked)
    assert asked < 20
    ask("http://new.example.org/fine")
    assert len(wild.asked) <= asked + 3


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://10.1.2.3/",
        "http://intranet/",
        "http://[::1]/",
        "http://169.254.169.254/latest/meta-data/",
        "http://no-such-host.invalid/",
    ],
)
def test_what_nobody_can_open_by_its_form_is_not_asked(wild, address):
    assert ask(address)[address].said.startswith("Nobody can open it: ")


@pytest.mark.parametrize(
    ("number", "is_outside"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1:248:1893:25c8:1946", True),
        ("127.0.0.1", False),
        ("0.0.0.1", False),
        ("10.0.0.1", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("100.64.0.1", False),
        ("100.100.100.200", False),
        ("169.254.169.254", False),
        ("168.63.129.16", False),
        ("192.0.0.192", False),
        ("192.88.99.1", False),
        ("198.18.0.1", False),
        ("224.0.0.1", False),
        ("240.0.0.1", False),
        ("255.255.255.255", False),
        ("::", False),
        ("::1", False),
        ("::ffff:10.0.0.1", False),
        ("::ffff:93.184.216.34", True),
        ("64:ff9b::a00:1", False),
        ("2002:7f00:1::", False),
        ("2001:0:a00:1::", False),
        ("2001:db8::1", False),
        ("fe80::1", False),
        ("fec0::1", False),
        ("fc00::1", False),
        ("fd00:ec2::254", False),
        ("ff02::1", False),
    ],
)
def test_numbers_of_networks_of_ones_own_are_known(number, is_outside):
    assert guard.is_outside(guard.ip_address(number)) == is_outside
