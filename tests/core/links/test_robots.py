"""What a robots.txt is taken to say to us, however it is written."""

import pytest

from core.links.robots import MOST_RULES, NAME, parsed, rules_for_us

PAGE = "https://www.example.org/reports/2026"


@pytest.mark.parametrize(
    ("text", "is_let_in"),
    [
        ("", True),
        ("User-agent: *\nDisallow: /", False),
        ("user agent *\ndissalow /reports", False),
        ("\ufeffUser-agent: *\nDisallow: /", False),
        ("USERAGENT : * # everybody\n\n# but\nDISALLOW : /reports # these", False),
        ("User-agent: *\nDisallow:", True),
        ("User-agent: *\nDisallow: /\nAllow: /reports", True),
        ("User-agent: *\nDisallow: /*/2026$", False),
        ("User-agent: Other\nDisallow: /", True),
        ("User-agent: Other\nUser-agent: *\nDisallow: /", False),
        ("User-agent: *\nUser-agent: Other\nDisallow: /", False),
        ("User-agent: *\nSitemap: /map.xml\nUser-agent: Other\nDisallow: /", False),
        ("User-agent: *\nDisallow: /x\nUser-agent: Other\nDisallow: /", True),
        ("User-agent: *\nRequest-rate: 1/5\nUser-agent: Other\nDisallow: /", True),
        ("Disallow: /\nUser-agent: *\nDisallow: /x", True),
        ("User-agent: *\nDisallow: /x\n\nUser-agent: *\nDisallow: /reports", False),
        (f"User-agent: *\nDisallow: /\n\nUser-agent: {NAME}\nDisallow:", True),
        (f"User-agent: {NAME.upper()}/1.0\nDisallow: /\n\nUser-agent: *\nDisallow:", False),
        (f"User-agent: {NAME}Too\nDisallow: /", True),
        ("User-agent: *bot\nDisallow: /", True),
        ("<html><body>Not found</body></html>", True),
    ],
)
def test_who_is_let_in(text, is_let_in):
    assert parsed(text.encode()).can_fetch(PAGE, NAME) == is_let_in


def test_the_pause_is_that_of_the_group_that_names_us():
    text = f"User-agent: *\nCrawl-delay: 9\n\nUser-agent: {NAME}\nCrawl-delay: 2"
    assert parsed(text.encode()).crawl_delay(NAME) == 2


def many(line):
    """A line many times over, with numbers that tell one from the other."""
    return "".join(f"{line.format(number)}\n" for number in range(20_000))


@pytest.mark.parametrize(
    "text",
    [
        many("useragent {0}") + many("allow /{0}"),
        many("User-agent: {0}\nDisallow: /{0}"),
        many("Disallow: /{0}"),
    ],
)
def test_of_what_is_for_others_nothing_is_kept(text):
    assert rules_for_us(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "User-agent: *\n" + many("Allow: /{0}\nDisallow: /{0}"),
        many("User-agent: {0}\nUser-agent: *\nUser-agent: " + NAME + "\nAllow: /{0}"),
        many("User agent *") + many("Crawl-delay: {0}"),
        f"User-agent: *\nDisallow: /{'x' * 500_000}",
    ],
)
def test_of_what_is_for_us_no_more_is_kept_than_anybody_needs(text):
    kept = rules_for_us(text)
    assert len(kept) <= MOST_RULES
    assert sum(map(len, kept)) < 500_000
