"""How relevance is measured, and how relevant the answers of the portal's search have to be."""

import io
import json
from collections import Counter
from itertools import chain

import pytest
from django.core.management import CommandError, call_command

from core.search.language import stems_of
from core.search.relevance import (
    JudgedAnswer,
    JudgedQuery,
    Mean,
    discounted_gain,
    normalized_discounted_gain,
    read_queries,
    reciprocal_rank,
)
from initiatives.models import Initiative
from portal.relevance import (
    QUERIES,
    RECORD_QUERIES,
    RECORDS,
    ask_database,
    ask_engine,
    ask_others,
    ask_textbook,
)
from tests.factories import InitiativeFactory

# What the engine reaches on the launch catalogue, less 0.005: raise it when the engine gets better,
# and never lower it to make a change pass. When the judged queries grew from 216 to 346, by places
# and directions, tasks, questions and other languages, it reached 0.79 on them.
FLOOR = Mean(ndcg=0.873, mrr=0.957)
FLOOR_HELD_OUT = Mean(ndcg=0.868, mrr=0.952)
FLOOR_OF_A_KIND = 0.8
FLOOR_RECORDS = Mean(ndcg=0.937, mrr=0.965)


@pytest.fixture(scope="module")
def queries():
    return read_queries(QUERIES)


@pytest.fixture(scope="module")
def record_queries():
    return read_queries(RECORD_QUERIES)


def judged(**grades):
    return JudgedQuery("waste pickers", "short", grades)


def test_the_gain_doubles_with_the_grade_and_falls_with_the_place():
    # 7 / log2(2) + 3 / log2(3) + 1 / log2(4)
    assert discounted_gain([3, 2, 1]) == pytest.approx(7 + 1.892789 + 0.5)


def test_places_after_the_tenth_count_for_nothing():
    assert discounted_gain([0] * 10 + [3]) == 0
    assert discounted_gain([0] * 9 + [3]) == pytest.approx(7 / 3.459432)


def test_the_best_order_measures_one_and_a_worse_one_less():
    assert normalized_discounted_gain([3, 2, 1], [1, 2, 3]) == 1
    # (1 / 1 + 3 / 1.584963 + 7 / 2) / 9.392789
    assert normalized_discounted_gain([1, 2, 3], [1, 2, 3]) == pytest.approx(0.680606)


def test_what_was_not_found_counts_against_an_answer():
    # 7 / (7 + 7 / 1.584963)
    assert normalized_discounted_gain([3], [3, 3]) == pytest.approx(0.613147)


def test_without_an_answer_or_without_a_grade_there_is_no_gain():
    assert normalized_discounted_gain([], [3]) == 0
    assert normalized_discounted_gain([0, 0], []) == 0


@pytest.mark.parametrize(
    ("grades", "expected"), [([3], 1), ([0, 1, 2, 3], 1 / 3), ([1, 1, 0], 0), ([], 0)]
)
def test_the_reciprocal_rank_looks_for_the_first_good_answer(grades, expected):
    assert reciprocal_rank(grades) == expected


def test_an_answer_knows_its_measures_and_what_it_missed():
    answer = JudgedAnswer(judged(network=3, conference=2, haiti=1), ["markets", "conference"])
    assert answer.reciprocal_rank == 0.5
    assert answer.ndcg == pytest.approx(1.892789 / 9.392789)
    assert answer.missed == ["network", "haiti"]


def test_the_mean_is_that_of_all_answers():
    query = judged(network=3)
    mean = Mean.of([JudgedAnswer(query, ["network"]), JudgedAnswer(query, ["markets", "network"])])
    assert mean.mrr == 0.75
    assert mean.ndcg == pytest.approx((1 + 0.630930) / 2)


def test_every_kind_of_query_has_a_dozen_and_a_third_is_held_out(queries):
    kinds = Counter(query.kind for query in queries)
    held_out = Counter(query.kind for query in queries if query.is_held_out)
    assert len(kinds) == 10
    assert min(kinds.values()) >= 12
    assert min(kinds[kind] for kind in ("language", "place", "question", "task")) >= 45
    assert all(kinds[kind] // 3 <= held_out[kind] <= kinds[kind] / 2 for kind in kinds)


def test_no_query_is_asked_twice_and_each_has_a_good_answer(queries):
    assert len({query.text for query in queries}) == len(queries)
    assert all(max(query.judgements.values()) >= 2 for query in queries)
    assert {grade for query in queries for grade in query.judgements.values()} == {1, 2, 3}


def test_every_judged_initiative_exists(catalogue, queries):
    slugs = {slug for query in queries for slug in query.judgements}
    known = Initiative.objects.published().filter(slug__in=slugs).values_list("slug", flat=True)
    assert slugs - set(known) == set()


def test_the_search_answers_at_least_as_well_as_before(catalogue, queries):
    answers = ask_engine(queries)
    plain = Mean.of(ask_textbook(queries))
    everything = Mean.of(answers)
    held_out = Mean.of([answer for answer in answers if answer.query.is_held_out])
    assert everything.ndcg >= max(FLOOR.ndcg, plain.ndcg)
    assert everything.mrr >= max(FLOOR.mrr, plain.mrr)
    assert held_out.ndcg >= FLOOR_HELD_OUT.ndcg
    assert held_out.mrr >= FLOOR_HELD_OUT.mrr
    kinds = {answer.query.kind: [] for answer in answers}
    for answer in answers:
        kinds[answer.query.kind].append(answer)
    assert {kind for kind, of in kinds.items() if Mean.of(of).ndcg < FLOOR_OF_A_KIND} == set()


def test_each_kind_of_records_is_asked_for_in_more_than_one_way(record_queries):
    ways = {among: {q.kind for q in record_queries if q.among == among} for among in RECORDS}
    assert min(map(len, ways.values())) >= 4
    assert len({(query.among, query.text) for query in record_queries}) == len(record_queries)


def test_every_judged_record_exists(catalogue, record_queries):
    for among, records in RECORDS.items():
        slugs = {slug for q in record_queries if q.among == among for slug in q.judgements}
        known = records().values_list("iso3" if among == "countries" else "slug", flat=True)
        assert slugs - set(known) == set()


def test_other_records_are_found_at_least_as_well_as_before(catalogue, record_queries):
    mean, plain = Mean.of(ask_others(record_queries)), Mean.of(ask_database(record_queries))
    assert mean.ndcg >= max(FLOOR_RECORDS.ndcg, plain.ndcg)
    assert mean.mrr >= max(FLOOR_RECORDS.mrr, plain.mrr)


def test_no_real_word_is_replaced_whether_anybody_has_written_it_or_not(catalogue, read):
    words = json.loads(QUERIES.with_name("real_words.json").read_text(encoding="utf-8"))
    parsed = map(read().search_of_others.parser.parse, chain.from_iterable(words.values()))
    assert [question.corrections for question in parsed if question.corrections] == []


def test_nine_of_ten_misspelt_words_are_mended(catalogue, read):
    pairs = json.loads(QUERIES.with_name("misspelt_words.json").read_text(encoding="utf-8"))
    parse = read().search_of_others.parser.parse
    found = {typed: parse(typed).searched_for for typed, _ in pairs}
    wrong = [(typed, found[typed]) for typed, meant in pairs if not alike(found[typed], meant)]
    assert len(wrong) <= 0.1 * len(pairs), wrong


def alike(one, other):
    """Whether two words are forms of one, and find the same."""
    return stems_of(one) == stems_of(other)


def test_plain_full_text_weighs_titles_most_and_knows_partners_but_no_drafts(db):
    InitiativeFactory(slug="in-text", title="A", approach="About beekeeping.")
    InitiativeFactory(slug="in-title", title="Beekeeping", approach="B")
    InitiativeFactory(slug="draft", title="Beekeeping", approach="B", publication="draft")
    [answer] = ask_textbook([JudgedQuery("beekeeping", "short", {"in-title": 3})])
    assert answer.found == ["in-title", "in-text"]


def test_the_command_prints_both_searches_and_the_failures(db, tmp_path):
    InitiativeFactory(slug="bees", title="Beekeeping in the hills", approach="B")
    path = tmp_path / "queries.json"
    path.write_text(
        json.dumps(
            [
                {"query": "beekeeping", "kind": "short", "judgements": {"bees": 3}},
                {"query": "goats", "kind": "short", "judgements": {"bees": 2}},
                {"query": "hills", "kind": "name", "judgements": {"bees": 3}, "held_out": True},
            ]
        )
    )
    printed = io.StringIO()
    call_command("measure_relevance", queries=path, json=tmp_path / "out.json", stdout=printed)
    lines = [line.split() for line in printed.getvalue().splitlines()]
    assert ["short", "2", *["0.500"] * 4, "1.00", "1.00"] in lines
    assert ["together", "3", *["0.667"] * 4, "1.00", "1.00"] in lines
    assert "1 of 2 below nDCG 0.5, held out ones apart" in printed.getvalue()
    assert "0.00  goats  (short)" in printed.getvalue()
    assert "missed: bees (2)" in printed.getvalue()
    written = json.loads((tmp_path / "out.json").read_text())
    assert [query["engine"]["ndcg"] for query in written] == [1, 0, 1]
    assert written[2]["held_out"] is True
    assert written[0]["plain"]["found"] == ["bees"]


@pytest.mark.parametrize("content", [None, "no JSON", '[{"query": "without the rest"}]'])
def test_the_command_says_what_is_wrong_with_a_file(tmp_path, content):
    path = tmp_path / "queries.json"
    if content is not None:
        path.write_text(content)
    with pytest.raises(CommandError, match=r"queries\.json"):
        call_command("measure_relevance", queries=path)
