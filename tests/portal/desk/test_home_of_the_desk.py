"""The home page of the curators' desk says what waits, what happened and what is missing."""

import pytest
from django.urls import reverse

from initiatives.models import Initiative
from portal.desk.roles import CURATORS, EDITORS
from tests.desk import Page, url_of
from tests.factories import (
    ForumFactory,
    InitiativeFactory,
    OrganizationFactory,
    PersonFactory,
    ResourceFactory,
    SessionFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def curator(client):
    client.force_login(UserFactory(groups=[CURATORS], username="ana"))
    return client


def home(client):
    response = client.get(reverse("admin:index"))
    assert response.status_code == 200
    return response


def test_what_waits_and_what_is_drafted_comes_with_the_last_changed_first(curator):
    waiting = [
        factory(publication="in-review")
        for factory in (InitiativeFactory, OrganizationFactory, ForumFactory, PersonFactory)
    ]
    draft = ResourceFactory(publication="draft")
    InitiativeFactory(publication="archived")
    context = home(curator).context
    assert [line.record for line in context["waiting"]] == waiting[::-1]
    assert [(line.record, line.kind) for line in context["drafts"]] == [(draft, "document")]


def test_long_lists_are_cut(curator):
    InitiativeFactory.create_batch(12, publication="draft")
    assert len(home(curator).context["drafts"]) == 8


def test_the_numbers_of_records_in_each_state_lead_to_their_lists(curator):
    InitiativeFactory.create_batch(2)
    InitiativeFactory(publication="draft")
    name, numbers = home(curator).context["counts"][0]
    assert (name, [number for number, _ in numbers]) == ("initiatives", [1, 0, 2, 0])
    _, url = numbers[2]
    assert len(curator.get(url).context["cl"].result_list) == 2


def test_what_published_records_lack_is_counted_and_listed_alike(curator):
    InitiativeFactory(sources=["https://example.org"], themes=["cooperatives"])
    InitiativeFactory()
    InitiativeFactory(publication="draft")
    SessionFactory(forum__publication="draft")
    gaps = home(curator).context["gaps"]
    numbers = {(kind, text): number for kind, text, number, _ in gaps}
    assert numbers["initiatives", "Has no source"] == 1
    assert numbers["initiatives", "Has no replication"] == 2
    assert ("sessions", "Names nobody") not in numbers
    for kind, _, number, url in gaps:
        if kind != "sessions":
            assert len(curator.get(url).context["cl"].result_list) == number


def test_the_last_changes_name_who_made_them(curator):
    initiative = InitiativeFactory(publication="draft", title="Seeds")
    Page(curator, url_of(Initiative, "change", initiative.pk)).fill(acronym="S").send()
    html = home(curator).content.decode()
    assert ">Seeds</a>" in html
    assert "by ana" in html
    assert "Changed Acronym." in html


def test_each_user_is_offered_what_they_may_do(client):
    for user, offered in [
        (UserFactory(groups=[CURATORS]), True),
        (UserFactory(groups=[EDITORS]), True),
        (UserFactory(), False),
    ]:
        client.force_login(user)
        response = home(client)
        assert bool(response.context["quick_links"]) == offered
        html = response.content.decode()
        assert (f'href="{url_of(Initiative, "changelist")}"' in html) == offered
        assert reverse("admin:auth_user_changelist") not in html


@pytest.mark.parametrize("how_many", [1, 3])
def test_the_home_page_costs_the_same_whatever_there_is(
    curator, how_many, django_assert_max_num_queries
):
    for state in ("draft", "in-review", "published"):
        for factory in (InitiativeFactory, OrganizationFactory, ForumFactory, PersonFactory):
            factory.create_batch(how_many, publication=state)
    with django_assert_max_num_queries(28):
        home(curator)


def test_a_stranger_is_asked_to_log_in_and_led_to_the_home_page(client):
    user = UserFactory(groups=[CURATORS])
    user.set_password("a long secret")
    user.save()
    response = client.get(reverse("admin:index"))
    assert response.url == f"{reverse('admin:login')}?next={reverse('admin:index')}"
    form = {"username": user.username, "password": "a long secret"}
    assert client.post(reverse("admin:login"), form).url == reverse("admin:index")


def test_a_reader_with_an_account_but_no_right_to_the_desk_stays_outside(client):
    client.force_login(UserFactory(is_staff=False, groups=[EDITORS]))
    assert client.get(reverse("admin:index")).status_code == 302
    assert client.get(url_of(Initiative, "changelist")).status_code == 302
