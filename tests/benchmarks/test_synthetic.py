"""Synthetic catalogues: the same every time, within the rules, of the corpus's own stuff."""

import random
from collections import Counter
from functools import cache

import pytest
from django.db import connection

from benchmarks.catalogue import TEXTBOOK_SQL
from benchmarks.chains import Chain, shortened
from benchmarks.synthetic import Maker
from benchmarks.workload import Questions
from benchmarks.writing import fill
from initiatives.models import Initiative, InitiativeTheme

ADDED = 60


@pytest.fixture
def synthetic(catalogue):
    """The launch catalogue with ADDED initiatives that never were; these as a queryset."""
    last = Initiative.objects.order_by("-pk")[0].pk
    fill(Initiative.objects.count() + ADDED)
    return Initiative.objects.filter(pk__gt=last)


@cache
def made(copy=1, **seed):
    """A Maker of the launch catalogue. copy: which, since to read the corpus takes seconds."""
    return Maker(500, **seed)


def test_the_same_seed_gives_the_same_records_and_another_one_others(catalogue):
    first, again, other = made(), made(copy=2), made(seed=1)
    assert [first.initiative(n) for n in range(20)] == [again.initiative(n) for n in range(20)]
    assert first.initiative(3) != other.initiative(3)
    assert list(first.organizations()) == list(again.organizations())
    assert list(first.resources()) == list(again.resources())


def test_a_record_does_not_depend_on_those_made_before(catalogue):
    maker, alone = made(), made(copy=2).initiative(7)
    assert [maker.initiative(n) for n in range(8)][7] == alone


def test_the_database_and_the_models_accept_every_record(synthetic):
    connection.check_constraints()
    assert synthetic.published().count() == ADDED
    for initiative in synthetic:
        for record in [
            initiative,
            *initiative.figures.all(),
            *initiative.milestones.all(),
            *initiative.replications.all(),
        ]:
            record.clean_fields()


def test_countries_of_origin_take_part_too(synthetic):
    for initiative in synthetic:
        origins = set(initiative.origin_countries.all())
        assert origins <= set(initiative.participating_countries.all())


def test_records_written_afterwards_get_keys_that_are_free(synthetic):
    one = synthetic[0]
    one.pk, one.slug, one.public_id, one.publication = None, "one-more", "", "draft"
    one.save(force_insert=True)
    assert Initiative.objects.filter(slug="one-more").exists()


def test_common_themes_stay_common(catalogue):
    real = Counter(InitiativeTheme.objects.values_list("theme_id", flat=True))
    chosen = Counter(
        row["theme_id"]
        for number in range(400)
        for row in made().initiative(number)[InitiativeTheme]
    )
    assert {theme for theme, _ in real.most_common(3)} <= {
        theme for theme, _ in chosen.most_common(6)
    }
    assert set(chosen) <= set(real)


def test_a_chain_says_only_what_was_said_in_threes():
    chain = Chain(["One two three four. Five two three six."])
    sentences = {chain.sentence(random.Random(n)) for n in range(50)}  # noqa: S311 no secret
    assert sentences == {
        *("One two three four.", "One two three six."),
        *("Five two three four.", "Five two three six."),
    }


def test_a_text_is_shortened_at_a_word():
    assert shortened("one two three", 8) == "one two"
    assert shortened("one two", 7) == "one two"


def test_no_question_is_asked_twice_and_each_is_about_an_initiative(catalogue):
    with connection.cursor() as cursor:
        cursor.execute(TEXTBOOK_SQL.read_text())
    questions = Questions().take(300)
    assert len(set(questions)) == 300
    assert questions == Questions().take(300)
    paths = {"kind": "kind__slug", "theme": "themes__slug", "sdg": "sdgs__number"}
    for question in questions:
        found = Initiative.objects.published()
        for name, value in question.facets:
            if name in paths:
                found = found.filter(**{paths[name]: value})
        assert found.exists()
