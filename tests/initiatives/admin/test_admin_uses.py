"""What uses a record, at the desk: it is told, it is moved, and it keeps the record from going."""

import pytest
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.db import IntegrityError, connection, transaction
from django.db.models import PROTECT, ProtectedError

from initiatives.models import Initiative, Organization, Replication
from portal.desk.roles import CURATORS, EDITORS
from tests.desk import Page, choose, said, url_of
from tests.factories import (
    CountryFactory,
    ForumFactory,
    GoalFactory,
    InitiativeFactory,
    OrganizationFactory,
    PartnershipFactory,
    ReplicationFactory,
    ResourceFactory,
    SessionFactory,
    ThemeFactory,
    UserFactory,
)
from tests.pages import visible_text

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    client.force_login(UserFactory(groups=[EDITORS], username="bo"))
    return client


@pytest.fixture
def curator(client):
    client.force_login(UserFactory(groups=[CURATORS], username="amina"))
    return client


def uses_page(client, record):
    return Page(client, url_of(type(record), "uses", record.pk))


def move(client, record, other):
    """Choose the other record, and say yes where the page asks."""
    page = uses_page(client, record)
    question = page.fill(to=other.pk).send()
    told = question.context["move"].told
    return page.fill(to=other.pk, confirmed=told).send()


def test_every_choice_of_several_keeps_what_is_chosen():
    choices = [
        choice
        for model in apps.get_models()
        if model._meta.app_label in ("initiatives", "forum")
        for choice in model._meta.many_to_many
    ]
    assert len(choices) > 12
    for choice in choices:
        end = choice.remote_field.through._meta.get_field(choice.m2m_reverse_field_name())
        assert end.remote_field.on_delete is PROTECT, choice


@pytest.mark.django_db(transaction=True)
def test_what_is_chosen_cannot_be_deleted_by_code_nor_by_sql():
    goal = GoalFactory(number=8)
    initiative = InitiativeFactory()
    initiative.sdgs.add(goal)
    with pytest.raises(ProtectedError):
        goal.delete()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM initiatives_sustainabledevelopmentgoal WHERE id = %s", [goal.pk]
        )
    assert list(initiative.sdgs.all()) == [goal]
    initiative.delete()  # who chose may go
    assert goal.delete()[0] == 1


class TestDeletion:
    def test_what_uses_it_is_told_by_kind_with_links_and_states(self, editor):
        organization = OrganizationFactory(name="Embrapa")
        public = PartnershipFactory(organization=organization).initiative
        draft = PartnershipFactory(
            organization=organization, initiative__publication="draft"
        ).initiative
        ForumFactory(title="Solution forum").organizers.add(organization)
        response = editor.post(url_of(Organization, "delete", organization.pk), {"post": "yes"})
        assert response.url == url_of(Organization, "uses", organization.pk)
        assert said(response) == [
            "“Embrapa” is used, so it cannot be deleted. Move its uses to another record first."
        ]
        assert Organization.objects.filter(pk=organization.pk).exists()
        html = editor.get(response.url).content.decode()
        assert "2 initiatives, under “partners”" in html
        assert "1 forum, under “organizers”" in html
        for initiative, state in ((public, "Published"), (draft, "Draft")):
            url = url_of(Initiative, "change", initiative.pk)
            assert f'<a href="{url}">{initiative}</a> <small>{state}</small>' in html

    def test_a_goal_whose_targets_are_used_stays(self, editor):
        goal = GoalFactory(number=8)
        target = goal.targets.create(code="8.5", name="Full employment")
        ThemeFactory().targets.add(target)
        assert (
            editor.post(url_of(type(goal), "delete", goal.pk), {"post": "yes"}).status_code == 302
        )
        html = uses_page(editor, goal).response.content.decode()
        assert "What belongs to it is used" in html
        assert url_of(type(target), "uses", target.pk) in html

    def test_a_step_with_many_leaves_it_out_and_leads_to_what_uses_it(self, editor):
        used, free = OrganizationFactory.create_batch(2, publication="draft")
        ResourceFactory().publishers.add(used)
        question = choose(editor, "delete_selected", used, free)
        html = question.content.decode()
        assert "Delete: 1 organization?" in html
        assert url_of(Organization, "uses", used.pk) in html

    def test_a_page_that_asks_says_what_goes_too_in_plain_words(self, editor):
        initiative = PartnershipFactory(initiative__publication="draft").initiative
        initiative.sdgs.add(GoalFactory())
        html = editor.get(url_of(Initiative, "delete", initiative.pk)).content.decode()
        assert "What belongs to it goes too: partners: 1." in html
        assert "relationship" not in html
        assert " object (" not in html


class TestMoving:
    def test_all_uses_move_at_once_equal_ones_become_one_and_the_log_says_so(self, editor):
        old, new = OrganizationFactory(name="ILO Brasilia"), OrganizationFactory(name="ILO")
        only_old = PartnershipFactory(organization=old)
        both = PartnershipFactory(organization=old).initiative
        role = both.partnerships.get().role
        PartnershipFactory(organization=new, initiative=both, role=role)
        document = ResourceFactory()
        document.publishers.add(old, new)
        response = move(editor, old, new)
        assert said(response)[-1] == "Moved to “ILO”: 2 initiatives, 1 document."
        assert [one.organization for one in both.partnerships.all()] == [new]
        only_old.refresh_from_db()
        assert only_old.organization == new
        assert list(document.publishers.all()) == [new]
        notes = {str(one.object_repr): one.change_message for one in LogEntry.objects.all()}
        assert notes[both.title] == "Partners: “ILO Brasilia” became “ILO”."
        assert "2 initiatives" in notes["ILO"]
        assert "2 initiatives" in notes["ILO Brasilia"]
        editor.post(url_of(Organization, "delete", old.pk), {"post": "yes"})
        assert not Organization.objects.filter(pk=old.pk).exists()

    def test_nothing_moves_before_it_is_confirmed_nor_what_nobody_was_told_of(self, editor):
        old, new = OrganizationFactory.create_batch(2)
        partnership = PartnershipFactory(organization=old)
        page = uses_page(editor, old)
        question = page.fill(to=new.pk).send()
        assert "Move to" in question.content.decode()
        partnership.refresh_from_db()
        assert partnership.organization == old
        PartnershipFactory(organization=old)
        page.fill(confirmed=question.context["move"].told).send()
        assert said(page.response) == ["What uses it has changed meanwhile. Look again."]
        assert old.partnerships.count() == 2

    def test_rows_that_both_have_with_different_words_are_named_first(self, editor):
        haiti, old, new = (CountryFactory(name=name) for name in ("Haiti", "Old", "New"))
        initiative = InitiativeFactory(title="Seeds")
        for origin, note in ((old, "one"), (new, "other")):
            ReplicationFactory(
                initiative=initiative, from_country=origin, to_country=haiti, note=note
            )
        question = uses_page(editor, old).fill(to=new.pk).send()
        html = question.content.decode()
        assert "It has both, with different words. Make them one." in html
        assert "Yes, move" not in html
        assert Replication.objects.filter(from_country=old).exists()

    def test_what_the_database_refuses_is_said_and_nothing_is_moved(self, editor):
        old, new = CountryFactory(name="Old"), CountryFactory(name="New")
        replication = ReplicationFactory(from_country=old, to_country=new)
        OrganizationFactory(country=old)
        response = move(editor, old, new)
        assert "Nothing was moved." in said(response)[-1]
        replication.refresh_from_db()
        assert replication.from_country == old
        assert Organization.objects.filter(country=old).exists()

    def test_a_curator_moves_only_what_she_may_change(self, curator):
        old, new = OrganizationFactory.create_batch(2, publication="draft")
        public = PartnershipFactory(organization=old, initiative__title="Read by all")
        question = uses_page(curator, old).fill(to=new.pk).send()
        assert "You may not change it." in question.content.decode()
        Initiative.objects.update(publication="draft")
        move(curator, old, new)
        public.refresh_from_db()
        assert public.organization == new

    def test_where_two_look_at_each_change_nobody_moves_what_readers_see(self, editor, settings):
        settings.PUBLISH_ALONE = False
        old, new = OrganizationFactory(name="Old"), OrganizationFactory(name="New")
        seen = PartnershipFactory(organization=old, initiative__title="Seen").initiative
        page = uses_page(editor, old).fill(to=new.pk)
        answer = page.send()
        assert "This cannot be moved to “New”" in visible_text(answer)
        assert "name the other record in a draft of changes" in visible_text(answer)
        page.fill(to=new.pk, confirmed=answer.context["move"].told).send()
        assert seen.partnerships.get().organization == old
        Initiative.objects.update(publication="draft")
        move(editor, old, new)
        assert seen.partnerships.get().organization == new

    def test_a_record_that_readers_do_not_see_is_told_before(self, editor):
        old, draft = OrganizationFactory(), OrganizationFactory(name="Idea", publication="draft")
        PartnershipFactory(organization=old)
        html = uses_page(editor, old).fill(to=draft.pk).send().content.decode()
        assert "“Idea” is not published (draft)." in html


def test_the_page_takes_few_queries(editor, django_assert_max_num_queries):
    organization = OrganizationFactory()
    PartnershipFactory.create_batch(3, organization=organization)
    SessionFactory()
    uses_page(editor, organization)
    with django_assert_max_num_queries(25):
        uses_page(editor, organization)
