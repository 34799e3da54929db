"""A value that there is not is answered with the one that was meant."""

import pytest

from core.search.meant import FEW, Meant

COUNTRIES = {
    "BRA": "Brazil",
    "CIV": "Côte d\u2019Ivoire",
    "IND": "India",
    "IDN": "Indonesia",
    "LAO": "Lao People's Democratic Republic",
    "NLD": "Netherlands, Kingdom of the",
    "KEN": "Kenya",
    "MEX": "Mexico",
    "PER": "Peru",
    "QAT": "Qatar",
    "SEN": "Senegal",
    "UGA": "Uganda",
    "ZMB": "Zambia",
}
SUBJECTS = {"child-labour": "Child labour", "ldc": "Least developed countries (LDCs)"}


@pytest.mark.parametrize(
    ("names", "typed", "said"),
    [
        (COUNTRIES, "Brazil", " Did you mean BRA?"),
        (COUNTRIES, "Brasil", " Did you mean BRA?"),
        (COUNTRIES, "BRAZ", " Did you mean BRA?"),
        (COUNTRIES, "bra", " Did you mean BRA?"),
        (COUNTRIES, "cote d\u2019ivoire", " Did you mean CIV?"),
        (COUNTRIES, "Netherlands, Kingdom of the", " Did you mean NLD?"),
        (
            COUNTRIES | {"BHR": "Bahrain"},
            "BRA,IND",
            " Repeat the parameter: country=BRA&country=IND",
        ),
        (COUNTRIES, "BRA,IND", " Repeat the parameter: country=BRA&country=IND"),
        (
            COUNTRIES,
            "Brazil, nowhere land",
            " Repeat the parameter: country=BRA&country=nowhere+land",
        ),
        (COUNTRIES, "x,y", ""),
        (COUNTRIES, "18", ""),
        (COUNTRIES, "Netherlands", " Did you mean NLD?"),
        (COUNTRIES, "x", ""),
        (COUNTRIES, "\u2603", ""),
        (SUBJECTS, "child-labor", " Did you mean child-labour? Known ones: child-labour, ldc."),
        (SUBJECTS, "LDCs", " Did you mean ldc? Known ones: child-labour, ldc."),
        (SUBJECTS, "x", " Known ones: child-labour, ldc."),
        ({}, "x", ""),
    ],
)
def test_what_was_meant(names, typed, said):
    assert Meant("country", names).said_of(typed) == f"Unknown value: {typed!r}.{said}"


def test_values_are_all_told_where_they_are_few():
    assert len(COUNTRIES) > FEW
    few = dict(list(COUNTRIES.items())[:FEW])
    assert ", ".join(sorted(few)) in Meant("country", few).said_of("x")


def test_very_many_values_are_looked_up_by_name_alone():
    many = {f"union-{n}": f"Union {n}" for n in range(6_000)}
    assert Meant("organization", many).said_of("Union 77").endswith("Did you mean union-77?")
    assert Meant("organization", many).said_of("union-x") == "Unknown value: 'union-x'."
