"""Who took up, learnt about or wants how much from how many others, as a sentence."""

import pytest

from initiatives.pages.ways_in_words import Within, answer_in_words
from initiatives.search.ways import Tally
from initiatives.uptake import Uptake

TAKEN_UP, LEARNT, WANTED = Uptake
NAMES = {"ETH": "Ethiopia", "KEN": "Kenya", "GMB": "Gambia", "BRA": "Brazil"}
AFRICA = Within("Africa", frozenset({"ETH", "KEN", "GMB"}))


def many(number, letter):
    return [f"{letter}{place}" for place in range(number)]


def tally(takers, givers, initiatives):
    """A Tally; numbers stand for so many countries whose names do not matter."""
    takers = many(takers, "T") if isinstance(takers, int) else takers
    givers = many(givers, "G") if isinstance(givers, int) else givers
    return Tally(dict.fromkeys(takers, 1), dict.fromkeys(givers, 1), frozenset(range(initiatives)))


@pytest.mark.parametrize(
    ("tallies", "sentence"),
    [
        ({TAKEN_UP: tally(5, 4, 3)}, "Five countries took up three initiatives from four others."),
        (
            {TAKEN_UP: tally(["KEN"], ["ETH"], 1)},
            "Kenya took up one initiative from Ethiopia.",
        ),
        ({TAKEN_UP: tally(2, ["GMB"], 1)}, "Two countries took up one initiative from the Gambia."),
        (  # some of those it came from are among those that it came to
            {TAKEN_UP: tally(["KEN", "ETH"], ["ETH", "BRA"], 10)},
            "Two countries took up 10 initiatives from two countries.",
        ),
        (
            {TAKEN_UP: tally(1200, 9, 1169)},
            "1,200 countries took up 1,169 initiatives from nine others.",
        ),
        (
            {LEARNT: tally(5, 4, 3)},
            "Five countries learnt about three initiatives from four others; "
            "no country is known to have taken one up.",
        ),
        (
            {LEARNT: tally(5, 4, 1)},
            "Five countries learnt about one initiative from four others; "
            "no country is known to have taken it up.",
        ),
        (
            {LEARNT: tally(["KEN"], 2, 2)},
            "Kenya learnt about two initiatives from two others "
            "and is not known to have taken any up.",
        ),
        (
            {WANTED: tally(["KEN"], ["BRA"], 1)},
            "Kenya wants one initiative from Brazil and is not known to have taken it up.",
        ),
        (
            {TAKEN_UP: tally(2, 1, 2), LEARNT: tally(11, 3, 4), WANTED: tally(2, 2, 2)},
            "Two countries took up two initiatives from G0; "
            "11 countries learnt about four initiatives from three others; "
            "two countries want two initiatives from two others.",
        ),
        (
            {
                TAKEN_UP: tally(["KEN"], 5, 7),
                LEARNT: tally(["KEN"], 4, 6),
                WANTED: tally(["KEN"], ["BRA"], 1),
            },
            "Kenya took up seven initiatives from five others, "
            "learnt about six initiatives from four others and wants one initiative from Brazil.",
        ),
        ({}, "Nothing is known to have been taken up, learnt from or wanted."),
    ],
)
def test_all_that_there_is(tallies, sentence):
    assert answer_in_words(tallies, {}, NAMES) == sentence


@pytest.mark.parametrize(
    ("scope", "sentence"),
    [
        ({"theme": ["Child labour"]}, "On child labour: five countries learnt"),
        (
            {"theme": ["HIV and work", "Social dialogue"]},
            "On HIV and work as well as social dialogue: five",
        ),
        (
            {"theme": ["Child labour", "Social dialogue"], "sector": ["Cotton", "Coffee"]},
            "On child labour and social dialogue, in cotton and coffee: five",
        ),
        (
            {"theme": ["HIV and work", "Social dialogue"], "match": "any"},
            "On HIV and work or social dialogue: five",
        ),
        ({"sector": ["Roads and public works"]}, "In roads and public works: five countries"),
        ({"q": ["public works"]}, "With the words “public works”: five countries"),
        ({"region": ["Caribbean"]}, "From or to the Caribbean: five countries"),
        ({"country": ["Kenya", "Philippines"]}, "From or to Kenya or the Philippines: five"),
        ({"group": ["BRICS"]}, "From or to members of BRICS: five countries"),
        ({"year_from": 2010}, "Since 2010: five countries"),
        ({"year_to": 2010}, "Until 2010: five countries"),
        ({"year_from": 2010, "year_to": 2014}, "2010 to 2014: five countries"),
        ({"year_from": 2010, "year_to": 2010}, "In 2010: five countries"),
        (
            {"year_from": 2010, "region": ["Africa"], "theme": ["Child labour"]},
            "On child labour, from or to Africa, since 2010: five countries",
        ),
    ],
)
def test_what_is_asked_for_stands_first(scope, sentence):
    """What is not known to have been taken up may have been, outside of what is asked for."""
    assert answer_in_words({LEARNT: tally(5, 4, 3)}, scope, NAMES).startswith(sentence)


def test_nothing_is_said_of_what_is_not_asked_for():
    answer = answer_in_words({LEARNT: tally(5, 4, 3)}, {}, NAMES, [LEARNT])
    assert answer == "Five countries learnt about three initiatives from four others."


@pytest.mark.parametrize(
    ("scope", "uptakes", "sentence"),
    [
        (
            {"theme": ["Child labour"], "to_country": ["Gambia"]},
            (),
            "taken up, learnt from or wanted on child labour, to the Gambia.",
        ),
        ({"from_country": ["Kenya"]}, [WANTED], "wanted from Kenya."),
        ({"year_from": 2020}, [TAKEN_UP, LEARNT], "taken up or learnt from since 2020."),
    ],
)
def test_that_there_is_nothing(scope, uptakes, sentence):
    answer = answer_in_words({}, scope, NAMES, uptakes)
    assert answer == f"Nothing is known to have been {sentence}"


@pytest.mark.parametrize(
    ("scope", "takers", "sentence"),
    [
        (
            {"from_country": ["Ethiopia"]},
            ["KEN", "BRA"],
            "From Ethiopia: two countries took up three initiatives.",
        ),
        (
            {"to_country": ["Kenya"], "theme": ["Child labour"]},
            ["KEN"],
            "On child labour: Kenya took up three initiatives from Ethiopia.",
        ),
        (
            {"from_region": ["Africa"], "to_region": ["Americas"]},
            ["BRA"],
            "From Africa: Brazil took up three initiatives from Ethiopia.",
        ),
        (
            {"to_country": ["Kenya", "Brazil"]},
            ["KEN", "BRA"],
            "To Kenya or Brazil: two countries took up three initiatives from Ethiopia.",
        ),
        (
            {"initiative": ["Ciudad Mujer"]},
            ["KEN", "BRA"],
            "“Ciudad Mujer”: two countries took it up from Ethiopia.",
        ),
    ],
)
def test_what_the_question_names_is_not_named_twice(scope, takers, sentence):
    tallies = {TAKEN_UP: tally(takers, ["ETH"], 3)}
    assert answer_in_words(tallies, scope, NAMES) == sentence


@pytest.mark.parametrize(
    ("takers", "sentence"),
    [
        (["ETH", "KEN"], "two countries in Africa took up"),
        (["ETH", "KEN", "BRA"], "three countries (two in Africa) took up"),
        (["BRA", "PER"], "two countries elsewhere took up"),
        (["KEN"], "Kenya took up"),
    ],
)
def test_a_region_is_at_either_end_and_which_is_said(takers, sentence):
    tallies = {TAKEN_UP: tally(takers, ["GMB"], 2)}
    answer = answer_in_words(tallies, {"region": ["Africa"]}, NAMES, within=AFRICA)
    assert answer == f"From or to Africa: {sentence} two initiatives from the Gambia."


def test_a_region_that_it_went_to_stands_in_the_sentence():
    scope = {"theme": ["Public works"], "to_region": ["Africa"]}
    answer = answer_in_words(
        {LEARNT: tally(["ETH", "KEN"], 4, 3)}, scope, NAMES, [LEARNT], within=AFRICA
    )
    assert answer == (
        "On public works: two countries in Africa learnt about three initiatives from four others."
    )
