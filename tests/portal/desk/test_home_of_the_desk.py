"""The home page of the curators' desk says what waits, what happened and what is missing."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission, User
from django.urls import reverse
from django.utils import timezone

from core.admin.noting import note
from core.admin.versions import versions
from core.models import Check, CheckedAddress, Review
from core.publishing.addresses import dead_form
from forum.models import Forum
from initiatives.models import Initiative
from portal.desk.roles import CURATORS, EDITORS
from tests.desk import Page, url_of
from tests.factories import (
    ForumFactory,
    InitiativeFactory,
    OrganizationFactory,
    PersonFactory,
    SessionFactory,
    SourceFactory,
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


def lists(client):
    return {title: lines for title, lines, _ in home(client).context["lists"]}


def tiles(client):
    """What the home page counts: the parts by kind, and their links, by the title of the tile."""
    groups = home(client).context["work"]
    return {tile.title: tile.parts for _, group in groups for tile in group}


@pytest.mark.parametrize("kinds", [["person"], ["person", "forum"]])
def test_who_may_see_few_kinds_sees_those(client, kinds):
    user = UserFactory()
    user.user_permissions.set(Permission.objects.filter(codename__in=[f"view_{k}" for k in kinds]))
    client.force_login(user)
    PersonFactory(name="Ada", publication="in-review")
    InitiativeFactory(publication="in-review")
    assert [line.name for line in lists(client)["Waiting for an editor"]] == ["Ada"]


def test_what_waits_comes_with_the_last_changed_first_and_says_who_is_at_it(curator):
    waiting = [
        factory(publication="in-review")
        for factory in (InitiativeFactory, OrganizationFactory, ForumFactory, PersonFactory)
    ]
    bo = UserFactory(username="bo")
    Review.objects.create(kind="forum", row_id=waiting[2].pk, assigned_to=bo)
    lines = lists(curator)["Waiting for an editor"]
    assert [line.name for line in lines] == [str(record) for record in waiting[::-1]]
    assert [line.who for line in lines] == [None, "bo", None, None]
    assert lines[1].url == url_of(Forum, "change", waiting[2].pk)


def test_long_lists_are_cut(curator):
    InitiativeFactory.create_batch(12, publication="in-review")
    assert len(lists(curator)["Waiting for an editor"]) == 8


def test_each_number_of_what_is_to_be_done_leads_to_the_list_of_just_that(curator, client):
    """One of each: a draft of one's own, sent back, taken on, with a time, published lately."""
    ana = User.objects.get(username="ana")
    drafts = InitiativeFactory.create_batch(3, publication="draft")
    for draft in drafts[:2]:
        Page(curator, url_of(Initiative, "change", draft.pk)).fill(acronym="S").send()
    note("sent-back", drafts[1], None, text="Which country?")
    taken = OrganizationFactory(publication="in-review")
    Review.objects.create(kind="organization", row_id=taken.pk, assigned_to=ana)
    in_time = ForumFactory(publication="in-review")
    for forum in (in_time, ForumFactory(publication="archived")):
        version = versions(Forum, [forum.pk])[forum.pk]
        Review.objects.create(
            kind="forum", row_id=forum.pk, publish_at=timezone.now(), version=version
        )
    Forum.objects.filter(pk=forum.pk).update(title="Changed since")  # so its time has lapsed
    new, old, older = InitiativeFactory.create_batch(3)
    note("published", new, ana)
    for record, days in ((old, 400), (older, 800)):
        day = timezone.localdate() - timedelta(days=days)
        Check.objects.create(kind="initiative", row_id=record.pk, checked_on=day)
    expected = {
        "Drafts that you wrote at": drafts[:2],
        "Sent back to you": drafts[1:2],
        "Taken on by you": [taken],
        "Waiting for an editor": [taken, in_time],
        "To be published at a set time": [in_time],
        "Published in the last 7 days": [new],
        "Not checked for a year": [old],
        "Not checked for two years": [older],
    }
    counted = tiles(curator)
    for title, records in expected.items():
        listed = [
            record
            for number, _, url in counted[title]
            for record in curator.get(url).context["cl"].result_list
        ]
        assert sorted(map(str, listed)) == sorted(map(str, records)), title
        assert sum(number for number, _, _ in counted[title]) == len(records)
    client.force_login(UserFactory(groups=[CURATORS]))
    assert tiles(client)["Drafts that you wrote at"] == []
    assert tiles(client)["Sent back to you"] == []


def test_the_numbers_of_records_in_each_state_lead_to_their_lists(curator):
    InitiativeFactory.create_batch(2)
    InitiativeFactory(publication="draft")
    count = home(curator).context["counts"][0]
    assert (count.kind, [number for number, _ in count.states]) == ("initiatives", [1, 0, 2, 0])
    _, url = count.states[2]
    assert len(curator.get(url).context["cl"].result_list) == 2


def test_what_published_records_lack_is_counted_and_listed_alike(curator):
    InitiativeFactory(origins=["BRA"])
    InitiativeFactory()
    InitiativeFactory(publication="draft")
    SessionFactory(forum__publication="draft")
    SessionFactory.create_batch(2)
    gaps = home(curator).context["gaps"]
    numbers = {(kind, text): number for kind, text, number, _ in gaps}
    assert numbers["initiatives", "Names no country"] == 1
    assert numbers["initiatives", "Has no replication"] == 2
    assert numbers["sessions", "Names nobody"] == 2
    for _, _, number, url in gaps:
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


def test_sources_that_nobody_can_open_are_counted_and_listed_alike(curator):
    for address in (
        "http://localhost:8000/a",
        "https://printer.lan/report",
        "https://no-such-host.invalid/x",
        "http://192.168.1.20/report",
        "http://intranet/report",
        "https://www.ilo.org/localhost/report",
        "https://example.org/192.168.1.20",
        "https://local.example.org",
    ):
        assert (dead_form(SourceFactory(url=address).url) is None) == (".org" in address)
    gone = SourceFactory(url="https://example.org/gone", dead_since="2026-11-03")
    CheckedAddress.objects.create(
        url=gone.url, outcome="failed", asked_at=timezone.now(), dead_since="2026-11-03"
    )
    ((number, kind, url),) = tiles(curator)["Sources that nobody can open"]
    assert (number, kind) == (6, "sources")
    listed = list(curator.get(url).context["cl"].result_list)
    assert len(listed) == number
    assert all(source == gone or dead_form(source.url) for source in listed)
