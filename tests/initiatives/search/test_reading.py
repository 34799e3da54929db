"""What is read of a question beside its subject: places, which way, since when."""

import pytest

from core.search.typed import as_typed, in_quotes, without
from initiatives.search.reading import Place, QuestionReader

PLACES = {
    "ghana": Place("Ghana", ("GHA",)),
    "brazil": Place("Brazil", ("BRA",)),
    "brazilian": Place("Brazil", ("BRA",)),
    "brasil": Place("Brazil", ("BRA",)),
    "india": Place("India", ("IND",)),
    "paraguay": Place("Paraguay", ("PRY",)),
    "bangladesh": Place("Bangladesh", ("BGD",)),
    "philippines": Place("the Philippines", ("PHL",)),
    "chile": Place("Chile", ("CHL",)),
    "jamaica": Place("Jamaica", ("JAM",)),
    "islande": Place("Iceland", ("ISL",)),
    "africa": Place("Africa", ("GHA", "SEN", "KEN")),
    "west africa": Place("Western Africa", ("GHA", "SEN")),
    "afrique de l'ouest": Place("Western Africa", ("GHA", "SEN")),
    "centroamérica": Place("Central America", ("CRI", "GTM")),
    "francophone": Place("French-speaking countries", ("SEN", "HTI"), is_language=True),
    "african": Place("Africa", ("GHA", "SEN", "KEN")),
}


@pytest.fixture(scope="module")
def reader():
    return QuestionReader(PLACES.items(), ["African Union", "Bank of Ghana", "Union"])


@pytest.fixture(scope="module")
def read(reader):
    """The words that are left of a row, and what is said of the rest."""

    def ask(text):
        items = reader.read(text.split())
        words = [item for item in items if isinstance(item, str)]
        readings = [getattr(item, "reading", item) for item in items if not isinstance(item, str)]
        return " ".join(words), [reading.said for reading in readings if reading.label]

    return ask


@pytest.mark.parametrize(
    ("row", "words", "said"),
    [
        ("child labour west africa", "child labour", ["in Western Africa, 2 countries"]),
        ("empleo en centroamerica", "empleo en", ["in Central America, 2 countries"]),
        ("solutions that came from bangladesh", "solutions that", ["from Bangladesh"]),
        ("solutions that ghana took to brazil", "solutions that", ["from Ghana to Brazil"]),
        ("from india to africa", "", ["from India to Africa"]),
        ("brazilian solutions in africa", "solutions in", ["from Brazil to Africa"]),
        ("programme of chile adapted in jamaica", "programme of", ["from Chile to Jamaica"]),
        ("taken up in paraguay", "", ["taken up in Paraguay"]),
        ("pensions adoptadas en paraguay", "pensions", ["taken up in Paraguay"]),
        ("wanted by paraguay", "", ["wanted by Paraguay"]),
        ("what paraguay wants", "what", ["wanted by Paraguay"]),
        ("what the philippines passed on to others", "what the", ["from the Philippines"]),
        ("soluciones de chile en otros paises", "soluciones de", ["from Chile"]),
        ("what ghana learnt from others", "what", ["learnt from by Ghana"]),
        ("francophone africa pensions", "pensions", ["in French-speaking countries in Africa"]),
        ("ghana and brazil", "and", ["in Ghana", "in Brazil"]),
        ("copied from brazil", "", ["from Brazil"]),
        ("exported by ghana to africa", "", ["from Ghana to Africa"]),
        ("cash transfers in africa", "cash transfers in", ["in Africa, 3 countries"]),
        ("pensions not in brazil", "pensions", ["not in Brazil"]),
        ("ghana brazil or india", "", ["in Ghana, Brazil or India, 3 countries"]),
        ("from brazil or india to ghana", "", ["from Brazil or India to Ghana"]),
        ("wanted by ghana and brazil", "", ["wanted by Ghana", "wanted by Brazil"]),
        ("de brasil a ghana", "", ["from Brazil to Ghana"]),
        ("do brasil ao paraguay", "", ["from Brazil to Paraguay"]),
        ("que quiere paraguay", "que", ["wanted by Paraguay"]),
        ("what did ghana learn from brazil", "what did", ["learnt from Brazil by Ghana"]),
    ],
)
def test_places_are_read_with_what_the_words_around_them_say(read, row, words, said):
    left, told = read(row)
    assert left == words
    assert told == said or [one.split(",")[0] for one in told] == said


@pytest.mark.parametrize(
    "row",
    [
        "statement of the african union",  # an organization, not a place
        "a certificate from one island",  # stems are no names: Islande is Iceland
        "the network in towns",
        "important in markets",
        "5000 workers in 2014",  # neither since nor until
    ],
)
def test_other_words_stay_words(read, row):
    assert read(row) == (row, [])


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("pensions since 2015", "begun in 2015 or later"),
        ("pensiones desde 2015", "begun in 2015 or later"),
        ("after 2015", "begun in 2016 or later"),
        ("avant 2010", "begun in 2009 or earlier"),
        ("depuis janvier 2019", "begun in 2019 or later"),
        ("since 1890", "begun in 1890 or later"),
        ("until 2010", "begun in 2010 or earlier"),
        ("between 2010 and 2014", "begun between 2010 and 2014"),
        ("de 2014 a 2010", "begun between 2010 and 2014"),
        ("cooperatives still running", "still running"),
        ("taken up in other countries", "taken up elsewhere"),
        ("cash transfer pilots", "piloted or being adapted"),
    ],
)
def test_years_and_states_are_read(read, row, said):
    assert read(row)[1] == [said]


def test_what_was_read_can_be_taken_out_of_a_text_or_put_in_quotation_marks():
    text = "Solutions that Ghana took to Brazil"
    assert without(text, ("ghana", "took", "to", "brazil")) == "Solutions that"
    assert in_quotes(text, [("ghana",), ("brazil",)]) == 'Solutions that "Ghana" took to "Brazil"'
    assert in_quotes("économie en Amérique latine", [("amerique", "latine")]) == (
        'économie en "Amérique latine"'
    )
    assert without("empleo en Centroamérica", ("centroamerica",)) == "empleo en"
    assert without("vers l'Équateur", ("vers", "l", "equateur")) == ""
    assert in_quotes("Brazil-Paraguay", [("brazil",), ("paraguay",)]) == '"Brazil" "Paraguay"'
    assert as_typed("¿Y en Uruguay?", [("uruguay",)]) == "Uruguay"
