"""The pages of themes."""

import re

import pytest
from django.urls import reverse

from initiatives.models import Convention, Target
from tests.factories import (
    ForumFactory,
    GoalFactory,
    InitiativeFactory,
    ReplicationFactory,
    SessionFactory,
    StageFactory,
    ThemeFactory,
)
from tests.pages import visible_text

LIST = reverse("themes:list")

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("how_many", [1, 3])
def test_a_longer_list_takes_no_more_queries(client, django_assert_num_queries, how_many):
    for number in range(how_many):
        ReplicationFactory(initiative=InitiativeFactory(themes=[f"theme-{number}"]))
    with django_assert_num_queries(1):
        response = client.get(LIST)
    assert len(response.context["themes"]) == how_many


def test_themes_stand_under_their_pillars_with_true_counts(client):
    ThemeFactory(slug="child-labour", pillar="rights-at-work")
    ThemeFactory(slug="cooperatives", pillar="employment")
    initiative = InitiativeFactory(themes=["child-labour", "cooperatives"])
    ReplicationFactory(initiative=initiative)
    ReplicationFactory(initiative=initiative, stage=StageFactory(slug="interested"))
    InitiativeFactory(themes=["child-labour"])
    hidden = InitiativeFactory(themes=["child-labour"], publication="draft")
    ReplicationFactory(initiative=hidden)
    response = client.get(LIST)
    counts = [
        (theme.slug, theme.initiative_count, theme.taken_up) for theme in response.context["themes"]
    ]
    assert counts == [("cooperatives", 1, 1), ("child-labour", 2, 1)]
    text = visible_text(response)
    assert text.index("Employment") < text.index("Cooperatives") < text.index("Rights at work")


@pytest.mark.parametrize("words", ["trabajo infantil", "WFCL", "عمل الأطفال", "child labor"])
def test_a_theme_is_found_by_its_names_and_synonyms(client, words):
    theme = ThemeFactory(slug="child-labour", name_es="Trabajo infantil", name_ar="عمل الأطفال")
    theme.synonyms.create(language="en", text="WFCL")
    theme.synonyms.create(language="en", text="child labor")
    ThemeFactory(slug="cooperatives")
    response = client.get(LIST, {"q": words})
    assert [theme.slug for theme in response.context["themes"]] == ["child-labour"]


@pytest.mark.parametrize("words", ["nonsense", "x" * 10_000, "a\x00b", "'", '"', "-", "!!", "&|"])
def test_odd_words_are_answered_with_a_page(client, words):
    ThemeFactory()
    assert client.get(LIST, {"q": words}).status_code == 200


@pytest.mark.parametrize("how_many", [1, 3])
def test_a_busier_theme_takes_no_more_queries(client, django_assert_num_queries, how_many):
    theme = ThemeFactory(slug="child-labour")
    for number in range(how_many):
        initiative = InitiativeFactory(themes=[theme, f"theme-{number}"], origins=["BRA"])
        ReplicationFactory(initiative=initiative)
        theme.synonyms.create(language="en", text=f"name {number}")
        theme.conventions.add(Convention.objects.create(number=number + 1, title="C", year=1973))
        target = Target.objects.create(goal=GoalFactory(), code=f"8.{number}", name="T")
        theme.targets.add(target)
        ForumFactory().themes.add(theme)
        SessionFactory(themes=[theme])
    with django_assert_num_queries(4):
        response = client.get(theme.get_absolute_url())
    assert response.context["entries"].count('<li class="entry">') == how_many


def test_the_page_tells_what_is_meant_and_what_works(client):
    theme = ThemeFactory(
        slug="child-labour",
        pillar="rights-at-work",
        description="Work that children are too young for.",
        name_fr="Travail des enfants",
        name_ar="عمل الأطفال",
    )
    theme.synonyms.create(language="en", text="child labour")
    theme.synonyms.create(language="en", text="WFCL")
    theme.conventions.add(Convention.objects.create(number=29, title="Forced Labour", year=1930))
    goal = GoalFactory(number=8)
    theme.targets.add(Target.objects.create(goal=goal, code="8.7", name="End child labour"))
    forum = ForumFactory(title="Global Conference", start_date="2013-10", end_date="")
    forum.themes.add(theme)
    SessionFactory(title="Declaration", forum=forum, themes=[theme])
    InitiativeFactory(title="A quiet one", themes=[theme])
    taken_up = InitiativeFactory(title="Taken up", themes=[theme])
    ReplicationFactory(initiative=taken_up)

    response = client.get(theme.get_absolute_url())
    text = visible_text(response)
    for expected in [
        "Work that children are too young for.",
        "Rights at work",
        "French Travail des enfants",
        "Arabic عمل الأطفال",
        "Also known as English WFCL",
        "C029 Forced Labour, 1930",
        "8.7 End child labour",
        "Global Conference October 2013",
        "Declaration Global Conference, 2013",
        "editors' judgement",
    ]:
        assert expected in text
    assert re.findall("<h3><a [^>]+>([^<]+)", response.context["entries"]) == [
        "Taken up",
        "A quiet one",
    ]


def test_nothing_shows_that_is_not_published(client):
    theme = ThemeFactory(slug="child-labour")
    InitiativeFactory(title="Hidden", themes=[theme], publication="draft")
    forum = ForumFactory(title="Hidden", publication="archived")
    forum.themes.add(theme)
    SessionFactory(title="Hidden", forum=forum, themes=[theme])
    response = client.get(theme.get_absolute_url())
    assert "Hidden" not in response.content.decode()
    assert "0 initiatives" in visible_text(response)
