"""What it takes to take an initiative up: in parts, side by side, and each gap said as one."""

import pytest

from core import revision
from core.models import PublicRecord
from initiatives.models import Initiative
from tests.factories import FigureFactory, InitiativeFactory, SourceFactory
from tests.pages import section_text, visible_text

pytestmark = pytest.mark.django_db
ALL = (
    "law and mandate, body in charge, partners needed, money, time, people and skills, "
    "what failed elsewhere"
)


def told(client, initiative):
    """What the page says under the heading."""
    text = section_text(client.get(initiative.get_absolute_url()), "take-up")
    return text.removeprefix("What is needed to take it up ")


def test_the_parts_stand_in_their_order_and_costs_with_money(client):
    initiative = InitiativeFactory(
        people_and_skills="Four *carers*.",
        law_and_mandate="A decree.",
        sources=["https://example.org/1"],
    )
    budget = SourceFactory(title="The budget")
    FigureFactory(
        initiative=initiative,
        **{"kind": "cost", "value": 12, "unit": "US dollars", "label": "For a child"},
        **{"year": 2019, "source": budget},
    )
    assert told(client, initiative) == (
        "editors' judgement Law and mandate A decree. "
        "Money 12 US dollars2: For a child, 2019 People and skills Four carers. "
        "Not known yet: body in charge, partners needed, time, what failed elsewhere."
    )


def test_what_is_told_in_general_may_hold_what_no_part_says(client):
    initiative = InitiativeFactory(replicability="A decree and a fund.")
    assert told(client, initiative) == (
        f"editors' judgement A decree and a fund. Not described separately yet: {ALL}."
    )


def test_all_parts_told_leave_no_gap(client):
    initiative = InitiativeFactory(**dict.fromkeys(Initiative.REQUIREMENTS, "Told."))
    assert told(client, initiative).endswith("What failed elsewhere Told.")


def test_where_nothing_is_known_one_sentence_says_so(client):
    assert told(client, InitiativeFactory()) == (
        "It is not yet known what another country needs to take it up."
    )


def test_a_comparison_has_the_parts_side_by_side(client):
    InitiativeFactory(slug="a", title="A", law_and_mandate="A decree.")
    FigureFactory(
        initiative=InitiativeFactory(slug="b", title="B", replicability="Patience."),
        **{"kind": "cost", "value": 12, "unit": "US dollars", "label": "", "year": None},
    )
    text = visible_text(client.get("/compare/?initiative=a&initiative=b"))
    assert (
        "What is needed to take it up In general A Not known B Patience. "
        "Law and mandate A A decree. B Not described separately "
        "Money A Not known B 12 US dollars2 "
        "Not known for any of them: body in charge, partners needed, time,"
    ) in text
    assert text.count("12 US dollars") == 1


def test_each_part_is_of_what_a_record_says(client):
    initiative = InitiativeFactory()
    digests = {initiative_digest()}
    for name in Initiative.REQUIREMENTS:
        Initiative.objects.filter(pk=initiative.pk).update(**{name: "Told."})
        digests.add(initiative_digest())
    assert len(digests) == 1 + len(Initiative.REQUIREMENTS)


def initiative_digest():
    revision.current(fresh=True)
    return PublicRecord.objects.of(Initiative).get().digest


@pytest.mark.usefixtures("without_index")
@pytest.mark.parametrize("name", Initiative.REQUIREMENTS)
def test_the_database_finds_their_words_too(client, name):
    InitiativeFactory(title="Crèches", **{name: "A decree."})
    InitiativeFactory(title="Ovens")
    assert "Crèches" in (text := visible_text(client.get("/initiatives/?q=decree")))
    assert "Ovens" not in text
