"""Which addresses are of one page, so that a source does not stand in the catalogue twice."""

import pytest

from core.publishing.addresses import page_at, tidy_address

PAGE = "https://www.example.org/clubs/report"


@pytest.mark.parametrize(
    "address",
    [
        "http://example.org/clubs/report",
        "www.example.org/clubs/report",
        "https://example.org/clubs/report/",
        "HTTPS://WWW.Example.ORG/clubs/report",
        "https://www.example.org:443/clubs/report#page=4",
        "https://www.example.org/clubs/report?utm_source=x&utm_medium=mail",
        "https://www.example.org/clubs/report/?fbclid=abc",
        "https://www.example.org/clubs/%72eport",
        "https://docs.google.com/viewer?url=https%3A%2F%2Fwww.example.org%2Fclubs%2Freport",
        "https://reader.example.net/pdfjs/web/viewer.html?file=https://example.org/clubs/report",
    ],
)
def test_one_page_is_known_however_its_address_is_written(address):
    assert page_at(address) == page_at(PAGE)


@pytest.mark.parametrize(
    "address",
    [
        "https://www.example.org/clubs/Report",
        "https://www.example.org/clubs/report?page=2",
        "https://www.example.org/clubs",
        "https://data.example.org/clubs/report",
        "https://www.example.org:8080/clubs/report",
        "https://www.example.org/clubs/report.pdf",
        "http://[broken",
        "http://www.example.org:+443/clubs/report",
        "http://www.example.org:\uff14\uff14\uff13/clubs/report",
        "http://www.example.org:44_3/clubs/report",
        "http://www.example.org:443 /clubs/report",
        "http://www.example.org:99999/clubs/report",
    ],
)
def test_other_pages_are_others(address):
    assert page_at(address) != page_at(PAGE)


def test_scheme_and_host_are_written_small_and_the_rest_as_it_is():
    assert tidy_address(" HTTPS://WWW.Ilo.ORG/A?b=C ") == "https://www.ilo.org/A?b=C"
    assert tidy_address("no address") == "no address"
