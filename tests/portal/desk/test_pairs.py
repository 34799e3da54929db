"""Records that may be of the same thing: found by night, counted on the home page, told apart."""

import pytest
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.urls import reverse

from core import revision
from core.admin.merge_page import ASK_EDITOR, merge_url
from core.models import KeptReason, SuspectedPair
from core.publishing import gate, pairs
from forum.models import Person
from initiatives.models import Initiative
from portal.desk.roles import CURATORS, EDITORS
from tests.desk import said, url_of, words_of_programmers
from tests.factories import (
    A_SOURCE,
    A_THEME,
    FigureFactory,
    ForumFactory,
    InitiativeFactory,
    OrganizationFactory,
    PersonFactory,
    ResourceFactory,
    SourceFactory,
    UserFactory,
)
from tests.pages import visible_text

pytestmark = pytest.mark.django_db

WHY = "One is a bank of seeds, the other of money."
WHOLE = {"themes": [A_THEME], "sources": [A_SOURCE]}  # as what is published has them


@pytest.fixture
def editor(client):
    client.force_login(UserFactory(groups=[EDITORS], username="bo"))
    return client


def twins(factory=InitiativeFactory, name="title", words="Community seed bank", **values):
    """Two records of almost the same name; values are those of the second."""
    return factory(**{name: f"{words}s"}), factory(**{name: f"{words}ss"} | values)


def user_with(*rights):
    """Someone at the desk who has these rights and no others."""
    user = UserFactory()
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    return user


def find():
    call_command("find_twins", verbosity=0)


def keys():
    return [pair.keys for pair in SuspectedPair.objects.all()]


def found_pair(*args, **values):
    """A pair that the night has found, and its records."""
    records = twins(*args, **values)
    find()
    return SuspectedPair.objects.get(), records


def page_of(pair):
    return url_of(SuspectedPair, "change", pair.pk)


def tile(client):
    """What the home page says of possible twins: parts by kind, each with its link."""
    groups = client.get(reverse("admin:index")).context["work"]
    return next(one.parts for _, group in groups for one in group if one.title == "Possible twins")


def listed(client, **query):
    changelist = client.get(url_of(SuspectedPair, "changelist"), query).context["cl"]
    return [pair.keys for pair in changelist.result_list]


def asked(record):
    """What the gate asks of a record that may be the same as another, before readers see it."""
    return [one for one in gate.judge(record).asked if one.check == "no-twin"]


def test_the_night_finds_each_pair_once_whatever_its_kind(capsys):
    for factory, name, words in (
        (InitiativeFactory, "title", "Community seed bank"),
        (OrganizationFactory, "name", "Cooperative of weaver"),
        (ResourceFactory, "title", "Handbook of cooperative"),
        (ForumFactory, "title", "Gathering of cooperative"),
        (PersonFactory, "name", "Ana Fernande"),
    ):
        twins(factory, name, words)
        factory(**{name: "Something else entirely"})
    call_command("find_twins")
    kinds = ["forum", "initiative", "organization", "person", "resource"]
    assert sorted(pair.kind for pair in SuspectedPair.objects.all()) == kinds
    assert "people: 1 pair of possible twins, 1 new, 0 gone." in capsys.readouterr().out
    first = set(SuspectedPair.objects.values_list("pk", "found_at"))
    find()
    assert set(SuspectedPair.objects.values_list("pk", "found_at")) == first


@pytest.mark.parametrize(
    ("one", "other", "is_found"),
    [
        ("published", "published", True),
        ("published", "draft", True),
        ("in-review", "published", True),
        ("draft", "draft", False),
        ("published", "archived", False),
        ("archived", "draft", False),
    ],
)
def test_a_pair_asks_while_one_is_public_and_neither_is_archived(editor, one, other, is_found):
    first, second = twins()
    find()
    Initiative.objects.filter(pk=first.pk).update(publication=one)
    Initiative.objects.filter(pk=second.pk).update(publication=other)
    expected = [(first.pk, second.pk)] if is_found else []
    assert listed(editor) == expected  # at once
    assert bool(tile(editor)) == is_found
    find()
    assert keys() == expected


def test_a_pair_of_a_deleted_record_is_gone_at_once(editor):
    pair, (_, second) = found_pair(publication="draft")
    second.delete()
    assert listed(editor) == []
    assert tile(editor) == []
    assert editor.get(page_of(pair)).status_code == 404
    find()
    assert keys() == []


def test_the_home_page_counts_by_kind_and_leads_to_just_these(editor):
    seeds = twins()
    weavers = [
        twins(OrganizationFactory, "name", f"Weavers of {word}") for word in ("silk", "wool")
    ]
    find()
    parts = tile(editor)
    assert [(number, words) for number, words, _ in parts] == [
        (1, "pair of initiatives"),
        (2, "pairs of organizations"),
    ]
    expected = [[seeds], weavers]
    for (number, _, url), records in zip(parts, expected, strict=True):
        shown = editor.get(url).context["cl"].result_list
        assert [pair.records for pair in shown] == [list(two) for two in records]
        assert len(shown) == number


@pytest.mark.parametrize("how_many", [1, 4])
def test_the_list_costs_the_same_however_many_there_are(
    editor, how_many, django_assert_max_num_queries
):
    for number in range(how_many):
        twins(words=f"Community seed bank {number} of cooperative")
        twins(PersonFactory, "name", f"Ana{'xyzw'[number] * 4} Fernande")
    find()
    with django_assert_max_num_queries(11):
        response = editor.get(url_of(SuspectedPair, "changelist"))
    assert len(response.context["cl"].result_list) == 2 * how_many
    assert words_of_programmers(response) == []


def test_both_stand_side_by_side_and_what_differs_is_marked(editor):
    pair, (first, second) = found_pair(summary="Seeds for farmers.", publication="draft", **WHOLE)
    FigureFactory(initiative=first, value=350, unit="people")
    response = editor.get(page_of(pair))
    text, html = visible_text(response), response.content.decode()
    assert words_of_programmers(response) == []
    assert "Are these two initiatives the same?" in html
    lines = {line.label: line for line in response.context["lines"]}
    assert [label for label, line in lines.items() if line.differs] == [
        "Title",
        "Summary",
        "Figures",
    ]
    assert not lines["Approach"].differs
    assert "<mark>Seeds for farmers</mark>" in html
    assert "350, people" in text
    for record in (first, second):
        assert f'href="{url_of(Initiative, "change", record.pk)}"' in html


@pytest.mark.parametrize("how_many", [1, 5])
def test_side_by_side_costs_the_same_however_much_they_say(
    editor, how_many, django_assert_max_num_queries
):
    pair, (first, second) = found_pair()
    for record in (first, second):
        FigureFactory.create_batch(how_many, initiative=record)
    with django_assert_max_num_queries(32):
        editor.get(page_of(pair))


@pytest.mark.parametrize("publication", ["published", "draft"])
def test_a_reason_is_kept_for_both_and_the_gate_asks_neither(editor, publication):
    pair, (first, second) = found_pair(publication=publication, **WHOLE)
    assert asked(second)
    response = editor.post(page_of(pair), {"why": f"  {WHY} "})
    assert response.url == url_of(SuspectedPair, "changelist")
    assert "two different things" in said(response)[0]
    assert "That was the last pair." in said(response)[0]
    kept = KeptReason.objects.order_by("row_id").values_list("row_id", "reason", "user__username")
    assert list(kept) == [(first.pk, WHY, "bo"), (second.pk, WHY, "bo")]
    Initiative.objects.update(publication="published")
    assert not asked(first)
    assert not asked(second)
    find()
    assert keys() == []


def test_one_goes_on_to_the_next_pair_of_the_kind_then_of_others(editor):
    for word in ("silk", "wool"):
        twins(OrganizationFactory, "name", f"Weavers of {word}")
    twins()
    find()
    initiative, silk, wool = SuspectedPair.objects.order_by("kind", "pk")
    for pair, following in ((silk, wool), (wool, initiative)):
        response = editor.post(page_of(pair), {"why": WHY})
        assert response.url == page_of(following)
        assert "This is the next pair." in said(response)[0]


def test_a_reason_that_the_gate_was_given_before_holds(editor):
    first, second = twins()
    finding = asked(second)[0]
    gate.keep(UserFactory(), Initiative, [(second.pk, finding, WHY)])
    find()
    assert keys() == []
    Initiative.objects.filter(pk=second.pk).update(publication="draft")
    find()
    assert keys() == []
    Initiative.objects.filter(pk=first.pk).update(title="Community seed banksss")
    Initiative.objects.filter(pk=second.pk).update(publication="published")
    find()
    assert keys() == [(first.pk, second.pk)]


def test_names_that_have_changed_meanwhile_leave_nothing_to_keep(editor):
    pair, (first, _) = found_pair()
    Initiative.objects.filter(pk=first.pk).update(title="Bicycles for nurses")
    response = editor.post(page_of(pair), {"why": WHY})
    assert "no pair any more" in said(response)[0]
    assert KeptReason.objects.count() == 0
    assert keys() == []


@pytest.mark.parametrize(
    ("why", "told"),
    [
        ("", "Please say in a sentence"),
        (" \n ", "Please say in a sentence"),
        ("x" * 301, "Please say it in at most 300 characters: these are 301."),
    ],
)
def test_a_reason_is_asked_for_and_what_was_typed_stays(editor, why, told):
    pair, _ = found_pair()
    response = editor.post(page_of(pair), {"why": why})
    assert response.status_code == 200
    assert told in visible_text(response)
    assert f'value="{why.strip()}"' in response.content.decode()
    assert words_of_programmers(response) == []
    assert (len(keys()), KeptReason.objects.count()) == (1, 0)


@pytest.mark.parametrize("address", ["0", "99", "x", "9" * 30, "1_00"])
def test_there_is_no_page_where_there_is_no_pair(editor, address):
    url = url_of(SuspectedPair, "change", address)
    assert editor.get(url).status_code == 404
    assert editor.post(url, {"why": WHY}).status_code == 404


def test_curators_settle_pairs_too_since_they_may_write_such_records(client):
    pair, _ = found_pair()
    client.force_login(UserFactory(groups=[CURATORS]))
    assert "Community seed banks" in visible_text(client.get(page_of(pair)))
    assert client.post(page_of(pair), {"why": WHY}).status_code == 302
    assert keys() == []


def test_two_that_readers_see_are_merged_by_editors_and_the_list_says_so(client):
    pair, both = found_pair()
    client.force_login(UserFactory(groups=[CURATORS]))
    chosen = {"action": "merge_two", "_selected_action": [record.pk for record in both]}
    response = client.post(url_of(Initiative, "changelist"), chosen)
    assert response.url.endswith(url_of(Initiative, "changelist"))
    assert said(response) == [ASK_EDITOR]
    assert ASK_EDITOR in visible_text(client.get(page_of(pair)))


def test_two_whose_names_differ_are_said_to_differ_before_they_are_merged(editor):
    ana, ana_too = twins(PersonFactory, "name", "Ana Fernande")
    sam = PersonFactory(name="Samuel Okoro")
    for other, is_said in ((ana_too, False), (sam, True)):
        page = editor.get(merge_url(ana, other))
        assert ("These names differ" in visible_text(page)) == is_said


def test_what_has_no_state_stands_in_the_list_by_its_name_alone(editor):
    twins(SourceFactory, "title", "Evaluation of community seed bank")
    find()
    assert "()" not in visible_text(editor.get(url_of(SuspectedPair, "changelist")))
    assert listed(editor)


def test_who_may_only_look_settles_nothing(client):
    client.force_login(user_with("view_suspectedpair", "view_initiative"))
    pair, _ = found_pair()
    response = client.get(page_of(pair))
    assert 'name="why"' not in response.content.decode()
    assert client.post(page_of(pair), {"why": WHY}).status_code == 403
    assert len(keys()) == 1


def test_who_may_not_look_at_a_kind_does_not_learn_of_its_pairs(client):
    client.force_login(user_with("view_suspectedpair", "view_person", "view_forum"))
    pair, _ = found_pair()
    two = twins(PersonFactory, "name", "Ana Fernande")
    find()
    assert listed(client) == [tuple(person.pk for person in two)]
    assert listed(client, kind="initiative") == []
    assert [words for _, words, _ in tile(client)] == ["pair of people"]
    assert client.get(page_of(pair)).status_code == 404
    assert client.post(page_of(pair), {"why": WHY}).status_code == 404
    assert Person.objects.count() == 2


def test_who_has_no_right_to_pairs_and_who_is_a_stranger_see_none(client):
    pair, _ = found_pair()
    urls = [page_of(pair), url_of(SuspectedPair, "changelist")]
    assert [client.get(url).status_code for url in urls] == [302, 302]
    client.force_login(user_with("change_initiative", "view_initiative"))
    assert [client.get(url).status_code for url in urls] == [403, 403]
    assert client.post(urls[0], {"why": WHY}).status_code == 403
    assert client.post(url_of(SuspectedPair, "delete", pair.pk)).status_code == 403
    assert len(keys()) == 1


def test_so_many_are_kept_as_somebody_could_settle(monkeypatch, capsys):
    monkeypatch.setattr(pairs, "MOST", 2)
    InitiativeFactory.create_batch(4, title="Community seed banks")
    call_command("find_twins")
    assert len(keys()) == 2
    assert "2 pairs of possible twins, 2 new, 0 gone. There may be more." in capsys.readouterr().out


def test_nothing_of_it_is_public_or_counts_as_a_change(editor):
    twins()
    before = revision.current(fresh=True)
    find()
    editor.post(page_of(SuspectedPair.objects.get()), {"why": WHY})
    assert revision.current(fresh=True) == before
