"""Words are mended where it is clear what was meant, and real words are left alone."""

import pytest

from core.search.language import stem
from core.search.real_words import is_real
from core.search.spelling import Correction, Spelling, Spellings


def spelling_of(*words, **counts):
    return Spelling(dict.fromkeys(words, 5) | counts, lambda stem: False)


CATALOGUE = spelling_of(
    *("protection", "cooperatives", "agriculture", "children", "child", "labour", "street"),
    *("coca", "macao", "tobago", "can", "suede", "bamboo", "pages", "kudumbashree", "ryder"),
    *("bangladesh", "brazil", "philippines", "madagascar", "cotton"),
)


def offered(word):
    return Correction(word, is_safe=False)


@pytest.mark.parametrize(
    "word",
    [
        *("cocoa", "cacao", "tabaco", "tobacco", "sugar", "cane", "puede", "wages", "cocoas"),
        *("organisers", "neighbourhood", "trabajadoras", "cooperativas", "travailleurs"),
        *("crianca", "coracao", "sante", "haciendo", "trabajando", "tiene", "planejamento"),
    ],
)
def test_a_word_of_four_languages_is_real_accents_or_not(word):
    assert is_real(word)
    correction = CATALOGUE.correction(word)
    assert correction is None or not correction.is_safe


@pytest.mark.parametrize("word", ["protecion", "coperatives", "goverment", "xyzzy", "brazl"])
def test_a_misspelt_word_is_none(word):
    assert not is_real(word)


@pytest.mark.parametrize("word", ["cocoa", "cacao", "tabaco", "cane", "puede", "wages"])
def test_to_a_real_word_nothing_is_offered_that_only_looks_like_it(word):
    assert CATALOGUE.correction(word) is None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("protecion", "protection"),
        ("coperatives", "cooperatives"),
        ("agrucultre", "agriculture"),
        ("hcild", "child"),
        ("chld", "child"),
        ("rydr", "ryder"),
        ("bangaldesh", "bangladesh"),
        ("brazl", "brazil"),
        ("phillipines", "philippines"),
        ("childlabour", "child labour"),
    ],
)
def test_what_is_no_word_is_mended_where_one_is_near(typed, meant):
    assert CATALOGUE.correction(typed) == Correction(meant, is_safe=True)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("kotton", "cotton"),  # another first letter
        ("ryter", "ryder"),  # another letter of a short word
        ("agricultiru", "agriculture"),  # two errors, one of them at the end
        ("kudunpashree", "kudumbashree"),  # two errors in a name
        ("agricul", "agriculture"),  # a beginning
        ("bambo", "bamboo"),  # a word of Portuguese
    ],
)
def test_what_is_not_sure_is_offered(typed, meant):
    assert CATALOGUE.correction(typed) == offered(meant)


@pytest.mark.parametrize(
    "word", ["child", "childs", "labor", "the", "and", "ilo", "covid19", "xyzzy"]
)
def test_what_is_known_short_empty_or_hopeless_stays(word):
    assert CATALOGUE.correction(word) is None


def test_what_few_have_written_is_searched_for_and_what_many_have_is_offered():
    spelling = spelling_of(goverment=1, government=40, governmenta=1)
    assert spelling.correction("goverment") == offered("government")
    assert spelling_of(goverment=4, government=40).correction("goverment") is None
    assert spelling_of(goverment=1, government=4).correction("goverment") is None


def test_what_one_index_knows_is_right_and_the_nearest_of_all_is_meant():
    people = Spelling({"burrow": 1, "ryder": 1}, lambda found: found == stem("burow"))
    initiatives = spelling_of("burrows", "rider")
    assert Spellings(initiatives, people).correction("burow") is None
    assert Spellings(initiatives, spelling_of("burrow")).correction("buroow").meant == "burrow"
    assert Spellings(initiatives, people).correction("rydr") == Correction("ryder", is_safe=True)


def test_nobody_is_told_of_words_that_are_gone():
    gone = Spelling({"zyzzyva": 1, "secret": 1, "oven": 1}, lambda stem: False, lambda word: True)
    for word in ("zyzzyvaa", "zyzz", "secretoven"):
        assert gone.correction(word) is None
