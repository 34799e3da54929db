# ruff: noqa: RUF001 - signs that look alike are what this is about
"""However something is typed, it is the same words as in the texts."""

import json
import re
import unicodedata

import pytest
from django.conf import settings

from core.search.language import marked_positions, stem, stems_of, words_of
from core.search.query_parser import PARTS
from core.search.words import wordless
from core.search.writing import asked, typed

NAMES = {"title", "local_title", "acronym", "name", "text"}
NAMES |= {f"name_{language}" for language in ("fr", "es", "pt", "ar")}

APOSTROPHES = "‘’‛ʻʼʹʾʿ′´`＇"
HYPHENS = "\u2010\u2011\u2212\ufe63\uff0d"
INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u2060\ufeff"
QUOTES = ["“%s”", "„%s“", "«%s»", "« %s »", "‹%s›", "「%s」", "‘%s’", '"%s"', "＂%s＂"]


def names_of_the_catalogue():
    """Every title and name of the launch catalogue, aliases and synonyms too."""
    for file in settings.BASE_DIR.glob("fixtures/*.json"):
        for record in json.loads(file.read_text(encoding="utf-8")):
            for field, value in record["fields"].items():
                if field in NAMES or field == "aliases":
                    yield from value if isinstance(value, list) else [value]


def forms(name, turn):
    """The ways in which a name may be typed; turn: which quotes and invisible signs have theirs."""
    yield from (name.upper(), name.lower(), name.title())
    if not name.isascii():
        yield from (unicodedata.normalize(form, name) for form in ("NFC", "NFD", "NFKC", "NFKD"))
        yield unicodedata.normalize("NFD", name.upper())
    if "'" in name or "’" in name:
        yield from (re.sub("['’]", sign, name) for sign in APOSTROPHES)
    if "-" in name:
        yield from (name.replace("-", sign) for sign in HYPHENS)
    sign = INVISIBLE[turn % len(INVISIBLE)]
    yield QUOTES[turn % len(QUOTES)] % re.sub(r"(?<=[^\W_]{2})(?=[^\W_])", sign, name)


def test_each_name_of_the_catalogue_is_the_same_words_however_it_is_typed():
    names = sorted({name for name in names_of_the_catalogue() if name})
    assert len(names) > 5000
    strangers = [
        (name, form)
        for turn, name in enumerate(names)
        for form in forms(name, turn)
        if not (stems_of(form) == stems_of(asked(form)) == stems_of(name))
    ]
    assert strangers == []


def test_what_stands_in_a_text_is_what_a_question_asks_for():
    names = list(names_of_the_catalogue())
    assert [n for n in names if stems_of(n) != [stem(word) for word in words_of(n)]] == []


@pytest.mark.parametrize(
    "spellings",
    [
        ["Türkiye", "TÜRKİYE", "türkıye", "turkiye", "Tu\u0308rkiye"],
        ["İstanbul", "ISTANBUL", "ıstanbul", "Istanbul"],
        ["U.A.E.", "UAE", "u.a.e", "Uae"],
        ["F.A.O.", "FAO", "F.A.O"],
        ["U.S.", "USA", "U.S.A.", "u.s"],
        ["co-operation", "cooperation", "Co-operation", "CO\u2011OPERATION", "co\u00adoperation"],
        ["Co-operatives", "COOPERATIVES", "cooperative's", "cooperative’s"],
        ["O'zbekiston", "Oʻzbekiston", "O‘zbekiston", "o`zbekiston", "Ozbekiston"],
        ["5000", "5,000", "5 000", "5\u00a0000", "5\u202f000", "5.000", "5'000", "٥٠٠٠", "5,000+"],
        ["1234567", "1,234,567", "1 234 567"],
        ["covid19", "COVID-19", "Covid 19", "covid–19"],
        ["G20", "G-20", "g\u201120"],
        ["g7+", "G7+"],
        ["ILO", "ＩＬＯ", "I.L.O."],
        ["Straße", "STRASSE", "strasse"],
        ["œuvre", "OEUVRE", "oeuvre"],
        ["Æthel", "aethel"],
        ["السعودية", "السُّعُودِيَّة", "والسعودية", "سعوديه", "الســعودية"],
        ["الإمارات", "امارات", "الامارات"],
        ["ΟΔΟΣ", "οδός"],
        ["ILO中国", "ILO 中国", "ILO 中 国"],
        ["ILOไทย", "ILO ไทย"],
    ],
    ids=lambda spellings: spellings[0],
)
def test_spellings_of_the_same_word_meet(spellings):
    assert {tuple(stems_of(spelling)) for spelling in spellings} == {tuple(stems_of(spellings[0]))}
    assert {tuple(stems_of(asked(s).replace('"', ""))) for s in spellings} == {
        tuple(stems_of(spellings[0]))
    }


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("in 2010 500 people", "in 2010 500 people"),  # a year and a number
        ("3.14 and 1,5", "3 14 and 1 5"),
        ("e.g. J.P. Lee", "eg jp lee"),
        ("C190 of 1,000+ pages", "c190 of 1000 pages"),
        ("S. 's work", "s s work"),
    ],
)
def test_what_is_apart_stays_apart(text, words):
    assert words_of(text) == words.split()


@pytest.mark.parametrize(
    ("text", "plainly"),
    [
        ("“cash plus” for all", '"cash plus" for all'),
        ("„cash plus“ and «cash plus»", '"cash plus" and "cash plus"'),
        ("‘cash plus’, said", '"cash plus", said'),
        ("the workers’ rights of ‘90s", "the workers' rights of '90s"),
        ("waste \u2212pickers", "waste -pickers"),
        ("waste –pickers", "waste -pickers"),
        ("–pickers, 2010–2020, a – b", "–pickers, 2010–2020, a – b"),
        ("wor\u00adkers\ufeff", "workers"),
    ],
)
def test_signs_of_phones_and_word_processors_are_those_of_the_search(text, plainly):
    assert typed(text) == plainly


def test_a_row_of_a_script_without_blanks_is_a_phrase():
    parts = [(part["phrase"], part["plain"]) for part in PARTS.finditer(asked("ILO的中国 work"))]
    assert parts == [(None, "ILO"), ("的中国", None), (None, "work")]


@pytest.mark.parametrize("text", ["§", "-", '"', '""', "– …", "\u200b", "+"])
def test_signs_alone_are_no_word(text):
    assert wordless(text) == [f"Type at least one word: there is none in “{text}”."]
    assert wordless("the") == wordless("") == wordless(" ") == []


@pytest.mark.parametrize(
    ("text", "question", "marked"),
    [
        ("The U.A.E. and F.A.O.", "UAE", ["U.A.E"]),
        ("Some 5,000 of 15,000", "5000", ["5,000"]),
        ("Co-operatives, and COVID19", "cooperatives covid", ["Co-operatives", "COVID19"]),
        ("in TÜRKİYE’s work\u00adshops", "Türkiye workshop", ["TÜRKİYE", "work\u00adshops"]),
        ("المملكة العربية السعودية", "سعوديه", ["السعودية"]),
        ("ILO的中国", "中 ILO", ["ILO", "中"]),
        ("the g7+ of 2010", "g7+", ["g7+"]),
    ],
)
def test_words_are_marked_as_they_stand_in_a_text(text, question, marked):
    stems = set(stems_of(question))
    assert [text[start:end] for start, end in marked_positions(text, stems)] == marked
