"""Lists of the desk: what they show, find and filter, and what they cost."""

import json
from datetime import timedelta
from functools import partial

import pytest
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone

from initiatives.models import Country, Initiative, Organization, Source, Theme, ThemeSynonym
from portal.desk.roles import CURATORS, EDITORS
from tests.desk import Page, url_of
from tests.factories import (
    CountryFactory,
    InitiativeFactory,
    OrganizationFactory,
    PartnershipFactory,
    ReplicationFactory,
    SourceFactory,
    ThemeFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    client.force_login(UserFactory(groups=[EDITORS]))
    return client


def listed(client, model, **query):
    """What a list shows for a query, as a set of texts."""
    response = client.get(url_of(model, "changelist"), query)
    assert response.status_code == 200, response.headers
    return {str(record) for record in response.context["cl"].result_list}


def offered(client, model, field, term):
    """What the autocomplete of a field offers, in its order."""
    query = {"app_label": model._meta.app_label, "model_name": model._meta.model_name}
    url = reverse("admin:autocomplete")
    response = client.get(url, query | {"field_name": field, "term": term})
    return [one["text"] for one in json.loads(response.content)["results"]]


@pytest.mark.parametrize("how_many", [1, 3])
def test_three_initiatives_cost_no_more_than_one(editor, how_many, django_assert_max_num_queries):
    for number in range(how_many):
        initiative = InitiativeFactory(
            themes=["cooperatives"],
            origins=["BRA", "HTI"],
            sources=[f"https://example.org/{number}/{page}" for page in range(2)],
        )
        ReplicationFactory(initiative=initiative)
    with django_assert_max_num_queries(12):
        assert len(listed(editor, Initiative)) == how_many


@pytest.mark.parametrize("how_many", [1, 3])
def test_a_page_with_three_rows_of_each_kind_costs_no_more_than_one(
    editor, how_many, django_assert_max_num_queries
):
    initiative = InitiativeFactory(
        themes=[f"theme-{number}" for number in range(how_many)],
        sources=[f"https://example.org/{number}" for number in range(how_many)],
    )
    ReplicationFactory.create_batch(how_many, initiative=initiative)
    url = url_of(Initiative, "change", initiative.pk)
    editor.get(url)
    with django_assert_max_num_queries(37):
        assert editor.get(url).status_code == 200


def test_a_list_counts_and_leads_to_what_it_counts(editor):
    initiative = InitiativeFactory(sources=["https://example.org/a", "https://example.org/b"])
    SourceFactory(title="Of nobody")
    ReplicationFactory.create_batch(3, initiative=initiative)
    html = editor.get(url_of(Initiative, "changelist")).content.decode()
    query = f"cited_by=initiative-{initiative.pk}"
    assert f'<a href="{url_of(Source, "changelist")}?{query}" class="text-link">2</a>' in html
    tab = f"{url_of(Initiative, 'change', initiative.pk)}#replications"
    assert f'<a href="{tab}" class="text-link">3</a>' in html
    cited = {citation.source for citation in initiative.citations.all()}
    assert listed(editor, Source, cited_by=f"initiative-{initiative.pk}") == set(map(str, cited))


def test_what_is_missing_can_be_asked_for_and_combined(editor):
    described = {"themes": ["a"], "sources": ["https://example.org"], "results": "Much."}
    described |= {"law_and_mandate": "A law."}
    full = InitiativeFactory(title="Full", origins=["BRA"], status="active", **described)
    ReplicationFactory(initiative=full)
    drafts = partial(InitiativeFactory, publication="draft")
    drafts(title="No theme", sources=["https://example.org"], results="Much.")
    drafts(title="No source", themes=["a"], origins=["BRA"])
    assert listed(editor, Initiative, missing="has-no-source") == {"No source"}
    assert listed(editor, Initiative, missing="has-no-theme") == {"No theme"}
    assert listed(editor, Initiative, missing="names-no-country") == {"No theme"}
    assert listed(editor, Initiative, missing="has-no-results") == {"No source"}
    assert listed(editor, Initiative, missing="has-no-replication") == {"No source", "No theme"}
    apart = listed(editor, Initiative, missing="has-no-part-of-what-it-takes")
    assert apart == {"No source", "No theme"}
    unknown = listed(editor, Initiative, missing="no-source-says-whether-it-goes-on")
    assert unknown == {"No source", "No theme"}
    both = listed(editor, Initiative, missing=["has-no-replication", "names-no-country"])
    assert both == {"No theme"}
    assert len(listed(editor, Initiative, missing="nonsense")) == 3


def test_filters_by_state_theme_country_and_kind(editor):
    here = InitiativeFactory(title="Here", publication="draft", themes=["a"], origins=["BRA"])
    there = InitiativeFactory(title="There", themes=["b"])
    ReplicationFactory(initiative=there, to_country=CountryFactory(iso3="HTI"))
    theme, country = Theme.objects.get(slug="b"), Country.objects.get(iso3="HTI")
    assert listed(editor, Initiative, publication__exact="draft") == {"Here"}
    both = listed(editor, Initiative, publication__exact=["draft", "published"])
    assert both == {"Here", "There"}
    assert listed(editor, Initiative, themes__id__exact=theme.pk) == {"There"}
    assert listed(editor, Initiative, involvements__country__id__exact=country.pk) == {"There"}
    assert listed(editor, Initiative, kind__id__exact=here.kind_id) == {"Here", "There"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("cooperative", {"Coopérative de São Tomé"}),
        ("sao tome", {"Coopérative de São Tomé"}),
        ("coop", {"Coopérative de São Tomé"}),
        ("tome coop", {"Coopérative de São Tomé"}),
        ("haiti", {"Bridge"}),
        ("wages", {"Bridge"}),
        ("haiti wages mutuals", {"Bridge"}),
        ("haiti farming", {"Bridge"}),  # nothing has both, so readers get what has one of them
        ("union bridge", {"Bridge"}),
        ("the bridge", {"Bridge"}),
        ("ridg", {"Bridge"}),
        ("' \" \\ ) ( & | ! : * <-> %", set()),
        ("x " * 400, set()),
    ],
)
def test_search_finds_words_beginnings_and_parts_whatever_the_accents(editor, text, found):
    InitiativeFactory(title="Coopérative de São Tomé")
    bridge = InitiativeFactory(title="Bridge", summary="Of wages.", themes=["mutuals"])
    PartnershipFactory(initiative=bridge, organization__name="Union of weavers")
    bridge.participating_countries.add(CountryFactory(iso3="HTI", name="Haïti"))
    assert listed(editor, Initiative, q=text) == found


def test_an_autocomplete_offers_first_what_begins_so(editor):
    for name in ("Algeria", "Nigeria", "Niger", "Côte d'Ivoire"):
        CountryFactory(name=name, region__name="World")
    assert offered(editor, Initiative, "origin_countries", "niger") == ["Niger", "Nigeria"]
    assert offered(editor, Initiative, "origin_countries", "cot") == ["Côte d'Ivoire"]
    assert offered(editor, Initiative, "origin_countries", "ger")[0] == "Algeria"


def test_a_theme_is_found_by_its_synonyms_and_a_source_by_its_address(editor):
    theme = ThemeFactory(name="Child labour")
    for text in ("WFCL", "travail des enfants"):
        ThemeSynonym.objects.create(theme=theme, language="fr", text=text)
    source = SourceFactory(title="A page", url="https://example.org/x/report-2014.pdf")
    model = Initiative.themes.through
    assert offered(editor, model, "theme", "wfcl") == ["Child labour"]
    assert offered(editor, model, "theme", "travail") == ["Child labour"]
    citation = Initiative.citations.rel.related_model
    assert offered(editor, citation, "source", "report-2014") == [str(source)]


def test_autocompletes_are_for_those_who_may_look(client):
    client.force_login(UserFactory(groups=[CURATORS]))
    OrganizationFactory(name="Union")
    assert offered(client, Initiative.partnerships.rel.related_model, "organization", "u") == [
        "Union"
    ]
    query = {"app_label": "initiatives", "model_name": "initiative", "field_name": "kind"}
    client.force_login(UserFactory())
    assert client.get(reverse("admin:autocomplete"), query).status_code == 403


def test_autocompletes_carry_no_counts(editor, django_assert_max_num_queries):
    CountryFactory.create_batch(3)
    with django_assert_max_num_queries(6) as queries:
        offered(editor, Initiative, "origin_countries", "")
    assert "COUNT(" not in queries.captured_queries[-1]["sql"]


@pytest.mark.parametrize(
    "query",
    [
        "publication__exact=nonsense",
        "missing=%27%22",
        "themes__id__exact=x",
        "themes__id__exact=99999999999999999999",
        "involvements__country__id__exact=x",
        "involvements__country__id__exact=99999999999999999999",
        "cited_by=initiative-x",
        "cited_by=nonsense",
        "kind__slug=x",
        "publication__regex=(",
        "updated_at__year=x",
        "updated_at__year=99999999",
        "updated_at__day=31&updated_at__month=2&updated_at__year=2014",
        "o=99.-1",
        "o=x",
        "p=x",
        "p=99999",
        "all=",
        "q=%00",
        "missing=%00",
        "publication__exact=%00",
        "nonsense=1",
        "e=1",
        "_popup=1&_to_field=password",
    ],
)
def test_whatever_stands_in_the_address_of_a_list_breaks_nothing(editor, query):
    InitiativeFactory()
    for model in (Initiative, Source, Organization):
        response = editor.get(f"{url_of(model, 'changelist')}?{query}", follow=True)
        assert response.status_code in (200, 400)


def test_every_choice_among_many_is_an_autocomplete_that_finds():
    """No select with more than a vocabulary in it, and search on every target."""
    few = {"kind", "stage", "role", "goal"}
    for desk in admin.site._registry.values():
        for one in [desk, *(inline(desk.model, admin.site) for inline in desk.inlines)]:
            if one.model._meta.app_label not in ("initiatives", "forum"):
                continue
            shown = set(str(one.fieldsets or one.fields))
            assert shown
            for field in [*one.model._meta.fields, *one.model._meta.many_to_many]:
                if field.is_relation and field.name not in few and field.editable:
                    is_shown = repr(field.name) in str(one.fieldsets or one.fields)
                    if is_shown:
                        assert field.name in one.autocomplete_fields, (one, field)


def test_an_autocomplete_says_what_readers_do_not_see(editor):
    for state in ("published", "draft", "in-review", "archived"):
        OrganizationFactory(name=f"Union {state}", publication=state)
    partnership = Initiative.partnerships.rel.related_model
    texts = ["Union archived (archived)", "Union draft (draft)", "Union in-review (in review)"]
    assert offered(editor, partnership, "organization", "un") == [*texts, "Union published"]
    hidden = Organization.objects.get(publication="draft")
    initiative = PartnershipFactory(organization=hidden).initiative
    page = Page(editor, url_of(Initiative, "change", initiative.pk))
    assert "Union draft (draft)</option>" in page.response.content.decode()


def test_a_search_of_the_whole_desk_finds_lists_and_records_of_each_kind(editor):
    url = reverse("admin:search")
    query = {"s": "solidarity", "extended": "1"}
    assert "No results" in editor.get(url, query).content.decode()
    InitiativeFactory(title="Seeds of solidarity")
    OrganizationFactory(name="Solidarity Fund")
    html = editor.get(url, query).content.decode()
    assert "Seeds of solidarity" in html
    assert "Solidarity Fund" in html
    assert url_of(Source, "changelist") in editor.get(url, {"s": "sourc"}).content.decode()


@pytest.mark.parametrize("query", ["s=", "", "s=a&page=x", "s=a&page=99", "s=%27%29"])
def test_whatever_is_searched_for_breaks_nothing(editor, query):
    assert editor.get(f"{reverse('admin:search')}?{query}").status_code == 200


def test_columns_of_curators_and_editors_are_the_same_but_not_their_actions(client):
    InitiativeFactory()
    actions = {}
    for role in (CURATORS, EDITORS):
        client.force_login(UserFactory(groups=[role]))
        response = client.get(url_of(Initiative, "changelist"))
        form = response.context["action_form"]
        actions[role] = {name for name, _ in form.fields["action"].choices if name}
    shared = {"submit_for_review", "mark_checked", "back_to_draft", "merge_two", "delete_selected"}
    assert actions[CURATORS] == shared
    assert actions[EDITORS] == shared | {
        "publish",
        "archive",
        "put_on_home_page",
        "take_off_home_page",
    }


def test_a_source_that_something_published_rests_on_is_for_editors(client):
    source = SourceFactory(title="Shared")
    InitiativeFactory(publication="draft", sources=[source])
    client.force_login(UserFactory(groups=[CURATORS]))
    page = Page(client, url_of(Source, "change", source.pk))
    assert page.fill(title="Corrected").send().status_code == 302
    InitiativeFactory(sources=[source])
    page = Page(client, url_of(Source, "change", source.pk))
    assert "title" not in page.data
    assert page.fill(title="Taken over").send().status_code == 403
    source.refresh_from_db()
    assert source.title == "Corrected"


def test_a_list_says_which_filters_are_on_and_takes_each_off(editor):
    theme = ThemeFactory(name="Cooperatives")
    InitiativeFactory(themes=[theme], publication="draft")
    url = url_of(Initiative, "changelist")
    query = {"publication__exact": ["draft", "in-review"], "themes__id__exact": theme.pk}
    response = editor.get(url, query)
    said = {f"{title}: {value}": link for title, value, link in response.context["filters_on"]}
    assert sorted(said) == ["publication: Draft", "publication: In review", "themes: Cooperatives"]
    html = response.content.decode()
    assert "Themes: Cooperatives" in html
    assert "Filters (3)" in html
    left = editor.get(said["publication: Draft"]).context["filters_on"]
    assert [value for _, value, _ in left] == ["In review", "Cooperatives"]


def test_what_was_changed_lately_is_found(editor):
    InitiativeFactory(title="Today")
    for title, days in (("Last week", 6), ("Last month", 29), ("Long ago", 300)):
        record = InitiativeFactory(title=title)
        before = timezone.now() - timedelta(days=days)
        Initiative.objects.filter(pk=record.pk).update(updated_at=before)
    assert listed(editor, Initiative, changed="1") == {"Today"}
    assert listed(editor, Initiative, changed="7") == {"Today", "Last week"}
    assert listed(editor, Initiative, changed="30") == {"Today", "Last week", "Last month"}
    assert len(listed(editor, Initiative, changed="x")) == 4
    page = editor.get(url_of(Initiative, "changelist"), {"changed": "7"}).content.decode()
    assert "In the last 7 days" in page


@pytest.mark.parametrize("query", ["s=%00", "q=%00", f"id__in={'1,' * 1000}1"])
def test_what_no_page_asks_is_refused(editor, query):
    for url in (reverse("admin:search"), url_of(Initiative, "changelist")):
        assert editor.get(f"{url}?{query}").status_code == 400


def test_a_form_with_more_rows_than_any_record_has_is_refused_before_it_is_read(editor):
    page = Page(editor, url_of(Initiative, "add"))
    kinds = [name for name in page.data if name.endswith("-TOTAL_FORMS")]
    for number, status in [("40", 200), ("999", 400), ("00999", 400), ("x", 200)]:
        sent = page.data | dict.fromkeys(kinds, number)
        assert editor.post(page.url, sent).status_code == status
        assert editor.post(page.url, sent | {"_draft": "1"}).status_code in (status, 302, 403)
