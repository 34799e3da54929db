"""Figures: results are large, costs and context stand apart, people read round numbers."""

from decimal import Decimal

import pytest

from core.templatetags.values import rounded
from tests.factories import FigureFactory, InitiativeFactory
from tests.pages import visible_text


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (35, "35"),
        (12.5, "12.5"),
        (9999, "9,999"),
        (14500, "14,500"),
        (254239, "254,000"),
        (369000, "369,000"),
        (999700, "1 million"),
        (999960000, "1 billion"),
        (960000000, "960 million"),
        (12345600000000, "12,345.6 billion"),
        (Decimal("6864706.24"), "6.9 million"),
        (Decimal("14512.50"), "14,500"),
        (6864706.24, "6.9 million"),
        (250000000, "250 million"),
        (1500000000, "1.5 billion"),
    ],
)
def test_people_read_round_numbers(number, said):
    assert rounded(number) == said


@pytest.mark.django_db
class TestPage:
    @pytest.fixture
    def figures(self, client):
        initiative = InitiativeFactory(slug="cotton")

        def shown(*rows):
            for position, (kind, value, unit, label, year) in enumerate(rows):
                FigureFactory(
                    initiative=initiative,
                    **{"kind": kind, "value": value, "unit": unit, "label": label},
                    **{"year": year, "position": position},
                )
            return client.get("/initiatives/cotton/")

        return shown

    def test_at_most_three_are_large_and_results_come_first(self, figures):
        context = figures(
            ("cost", 6864706.24, "US dollars", "Budget", 2015),
            ("scale", 27, "inspectors", "Trained", 2022),
            ("context", 250000000, "people", "Living on cotton", 2017),
            ("result", 90, "per cent", "Of members", None),
            ("result", 60, "per cent", "Of suppliers", None),
            ("result", 7000, "people", "Certified", None),
        ).context["figures"]
        assert [tile.label for tile in context.tiles] == ["Of members", "Of suppliers", "Certified"]
        assert [heading for heading, _ in context.groups] == [
            "How large it is",
            "Background, not results of the initiative",
        ]

    def test_context_is_never_large_and_costs_stand_with_what_it_takes(self, figures):
        response = figures(
            ("cost", 6864706.24, "US dollars", "Budget", 2015),
            ("context", 250000000, "people", "Living on cotton", 2017),
        )
        assert response.context["figures"].tiles == []
        text = visible_text(response)
        assert "Money 6.9 million US dollars" in text
        assert '<data value="6864706.24">' in response.content.decode()

    def test_one_quantity_in_several_years_is_one_row_in_their_order(self, figures):
        text = visible_text(
            figures(
                ("scale", 28, "companies", "Members", 2014),
                ("scale", 14, "companies", "Members", 2012),
                ("scale", 35, "companies", "Members", 2017),
            )
        )
        assert "14 companies in 2012" in text
        assert text.index("in 2012") < text.index("28 in 2014") < text.index("35 in 2017")
