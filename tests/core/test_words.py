"""The words that one text has and another has not."""

import pytest

from core.admin.words import compared


@pytest.mark.parametrize(
    ("before", "after", "parts"),
    [
        ("", "", []),
        ("", "A text.", [("in", "A text.")]),
        ("A text.", "", [("out", "A text.")]),
        ("Seed banks", "Seed banks of Bahia", [("same", "Seed banks "), ("in", "of Bahia")]),
        (
            "In 2014 they began.",
            "In 2015 they began it.",
            [
                ("same", "In "),
                ("out", "2014 "),
                ("in", "2015 "),
                ("same", "they began "),
                ("in", "it"),
                ("same", "."),
            ],
        ),
        ("a\n\nb", "a b", [("same", "a b")]),
        (
            "Côte d'Ivoire",
            "Cote d'Ivoire",
            [("out", "Côte "), ("in", "Cote "), ("same", "d'Ivoire")],
        ),
    ],
)
def test_what_is_out_and_what_is_in(before, after, parts):
    assert compared(before, after) == parts


def test_texts_too_long_to_compare_are_out_and_in_as_a_whole():
    before, after = "old " * 4_000, "new " * 4_000
    assert compared(before, after) == [("out", before), ("in", after)]
