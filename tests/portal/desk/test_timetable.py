"""What an editor sets to be public at a time is public then as she read it, or she is told why."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from core.admin.versions import versions
from core.models import Notice, Review, ReviewStep
from initiatives.models import Initiative
from portal.desk.roles import CURATORS, EDITORS
from tests.desk import Page, url_of
from tests.factories import InitiativeFactory, UserFactory

pytestmark = pytest.mark.django_db
LATER = "2999-01-01T09:00"


@pytest.fixture
def curator():
    return UserFactory(groups=[CURATORS], username="amina", email="amina@example.org")


@pytest.fixture
def editor(client):
    user = UserFactory(groups=[EDITORS], username="bo")
    client.force_login(user)
    return user


@pytest.fixture
def initiative(curator):
    initiative = InitiativeFactory(
        publication="in-review",
        title="Seeds",
        themes=["cooperatives"],
        origins=["BRA"],
        sources=["https://example.org/read"],
    )
    ReviewStep.objects.create(
        kind="initiative", row_id=initiative.pk, action="submitted", user=curator
    )
    return initiative


def schedule(client, initiative, when=LATER, **values):
    page = Page(client, url_of(Initiative, "change", initiative.pk))
    page.fill(_publish_at=when, **values).send("_schedule")
    return page


def let_its_time_come():
    Review.objects.update(publish_at=timezone.now() - timedelta(minutes=1))


def publish(capsys, initiative):
    """Run the command; what it says."""
    call_command("publish_scheduled")
    initiative.refresh_from_db()
    return capsys.readouterr().out


def test_it_is_published_at_its_time_and_not_before(client, editor, curator, initiative, capsys):
    assert schedule(client, initiative).response.status_code == 302
    assert publish(capsys, initiative) == ""
    text = client.get(url_of(Initiative, "change", initiative.pk)).content.decode()
    assert "It will be published on 1 January 2999, 09:00 (UTC), as bo has read it." in text
    let_its_time_come()
    assert publish(capsys, initiative) == "Published: initiative “Seeds”\n"
    assert initiative.publication == "published"
    assert not Review.objects.exists()
    notices = Notice.objects.new_to(curator)
    assert [notice.step.action for notice in notices] == ["published", "scheduled"]
    assert publish(capsys, initiative) == ""


def test_what_was_changed_since_stays_in_review_and_the_editor_is_told_what(
    client, editor, curator, initiative, capsys
):
    schedule(client, initiative)
    client.force_login(curator)
    Page(client, url_of(Initiative, "change", initiative.pk)).fill(acronym="S").send()
    text = client.get(url_of(Initiative, "change", initiative.pk)).content.decode()
    assert "But it has been changed since, and so it will not" in text
    let_its_time_come()
    assert "Not published: initiative “Seeds”. It has been changed" in publish(capsys, initiative)
    assert initiative.publication == "in-review"
    step = Notice.objects.new_to(editor).first().step
    assert step.action == "not-published"
    assert "amina" in step.text
    assert "Changed Acronym." in step.text
    assert not Review.objects.scheduled().exists()


REASONS = {
    "source": "It has no source.",
    "right": "Whoever set the time may not publish it any more.",
    "state": "It is not in review any more.",
    "alone": "You have changed it since readers last saw it",
}


@pytest.mark.parametrize("what", REASONS)
def test_the_rules_hold_when_the_time_has_come(client, editor, initiative, settings, what):
    schedule(client, initiative, acronym="S")
    if what == "source":
        initiative.citations.all().delete()
        Review.objects.update(version=versions(Initiative, [initiative.pk])[initiative.pk])
    elif what == "right":
        editor.groups.clear()
    elif what == "state":
        Initiative.objects.update(publication="draft")
    else:
        settings.PUBLISH_ALONE = False
    let_its_time_come()
    call_command("publish_scheduled", verbosity=0)
    initiative.refresh_from_db()
    assert initiative.publication != "published"
    step = Notice.objects.new_to(editor).get().step
    assert step.action == "not-published"
    assert REASONS[what] in step.text


def test_a_time_that_has_passed_is_refused_and_what_lacks_a_source_too(client, editor, initiative):
    for when in ("2020-01-01T09:00", "", "tomorrow", "2999-13-40T99:00"):
        page = schedule(client, initiative, when)
        assert page.errors["__all__"] == ["Choose a day and a time that are still to come."]
    initiative.citations.all().delete()
    assert schedule(client, initiative).errors["__all__"] == ["It has no source."]
    assert not Review.objects.exists()


def test_a_time_is_taken_back_by_its_button_and_by_any_step(client, editor, initiative):
    schedule(client, initiative)
    Page(client, url_of(Initiative, "change", initiative.pk)).send("_unschedule")
    assert Review.objects.get().publish_at is None
    schedule(client, initiative)
    Page(client, url_of(Initiative, "change", initiative.pk)).fill(publication="draft").send()
    assert Review.objects.get().publish_at is None


def test_what_was_deleted_is_forgotten(client, editor, initiative, capsys):
    schedule(client, initiative)
    let_its_time_come()
    Initiative.objects.all().delete()
    call_command("publish_scheduled")
    assert capsys.readouterr().out == ""
    assert not Review.objects.exists()


class TestNotices:
    def test_one_mail_a_day_to_each_and_none_where_there_is_nothing(
        self, client, editor, curator, initiative, settings
    ):
        settings.EMAIL_HOST = "mail.example.org"
        call_command("send_notices", verbosity=0)
        assert mail.outbox == []
        page = Page(client, url_of(Initiative, "change", initiative.pk))
        page.fill(_word="Which country & which year?").send("_send_back")
        for _ in range(2):
            call_command("send_notices", verbosity=0)
        (sent,) = mail.outbox
        assert sent.to == ["amina@example.org"]
        for text in ("Seeds: sent back by bo", "Which country & which year?", "/admin/"):
            assert text in sent.body
        client.force_login(curator)
        Page(client, url_of(Initiative, "change", initiative.pk)).send("_submit")
        client.force_login(editor)
        Page(client, url_of(Initiative, "change", initiative.pk)).send("_publish")
        call_command("send_notices", verbosity=0)
        assert len(mail.outbox) == 1  # she had hers today
        Notice.objects.update(mailed_at=None)
        call_command("send_notices", verbosity=0)
        assert "published by bo" in mail.outbox[1].body

    def test_without_a_mail_server_none_is_sent(self, curator, capsys):
        call_command("send_notices")
        assert "EMAIL_HOST names no server" in capsys.readouterr().out

    def test_they_stand_at_the_desk_until_they_are_put_away_by_whom_they_are_for(
        self, client, editor, curator, initiative
    ):
        page = Page(client, url_of(Initiative, "change", initiative.pk))
        page.fill(_word="Which country?").send("_send_back")
        notice = Notice.objects.get()
        url = reverse("admin:put_away")
        client.post(url, {"notice": notice.pk})
        assert Notice.objects.new_to(curator).exists()
        client.force_login(curator)
        text = client.get(reverse("admin:index")).content.decode()
        assert "Which country?" in text
        assert client.get(url).status_code == 405
        client.post(url, {"notice": notice.pk})
        assert "Which country?" not in client.get(reverse("admin:index")).content.decode()
