"""Numbers as people type them."""

import pytest
from django.core.exceptions import ValidationError

from core.admin.numbers import AmountField, DegreesField

READ = {  # what is typed: what it is
    "350000000.00": "350000000.00",
    "12,5": "12.5",
    "12.5": "12.5",
    "12,50": "12.50",
    "0,5": "0.5",
    "0,125": "0.125",
    "1234,567": "1234.567",
    "1 250 000": "1250000",
    "1\u00a0250\u00a0000,5": "1250000.5",
    "1\u202f250.75": "1250.75",
    "1'250'000": "1250000",
    "1,250,000": "1250000",
    "1.250.000": "1250000",
    "1,250,000.5": "1250000.5",
    "1.250.000,5": "1250000.5",
    "1.250,5": "1250.5",
    "-12,5": "-12.5",
    "\u221212": "-12",
    "\u0661\u0662": "12",
}
TWO_WAYS = {"1.234": ("1234", "1.23"), "1,234": ("1234", "1.23"), "350,000": ("350000", "350.00")}
NO_NUMBER = ["1,2,3", "1.2.3", "12,34,567", "1 25", "1,250.000,5", "12,", ",", "-", "1e3", "NaN",
             "inf", "0x10", "1_000", "twelve", "1.250.00", "5 %"]  # fmt: skip


def read(text, field=AmountField):
    return str(field().clean(text))


@pytest.mark.parametrize(("typed", "number"), READ.items())
def test_what_can_be_read_in_one_way_is_read_so(typed, number):
    assert read(typed) == number


@pytest.mark.parametrize(("typed", "ways"), TWO_WAYS.items())
def test_what_can_be_read_in_two_ways_is_refused_and_the_sentence_says_how_to_write_it(typed, ways):
    with pytest.raises(ValidationError) as refused:
        read(typed)
    (sentence,) = refused.value.messages
    assert sentence.startswith(f"“{typed}” can be read in two ways. Write {ways[0]}, or {ways[1]}")


@pytest.mark.parametrize("typed", NO_NUMBER)
def test_anything_else_is_no_number(typed):
    with pytest.raises(ValidationError, match=r"Enter a number\."):
        read(typed)


@pytest.mark.parametrize(
    ("typed", "number"), [("-12,345", "-12.345"), ("-12.345", "-12.345"), ("7", "7.0")]
)
def test_degrees_have_no_thousands(typed, number):
    assert read(typed, DegreesField) == number
