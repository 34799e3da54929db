"""What looks like spam waits apart from the queue, is closed in one step, and goes by itself."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from portal.desk.roles import CURATORS
from portal.proposals import receiving, suspecting
from portal.proposals.models import Proposal, Sender
from portal.proposals.suspecting import stamp
from tests.desk import Fields, signed_in, take_step, url_of
from tests.factories import InitiativeFactory
from tests.pages import visible_text

pytestmark = pytest.mark.django_db


@pytest.fixture
def initiative():
    return InitiativeFactory(title="Seeds")


@pytest.fixture
def in_time(monkeypatch):
    monkeypatch.setattr(suspecting, "QUICKEST", timedelta(0))


def send(record, **values):
    path = f"/proposals/initiative/{record.public_id}/wrong/"
    opened = stamp("initiative", record.public_id)
    response = Client().post(path, {"text": "It began in 2011.", "stamp": opened} | values)
    assert response.status_code == 302
    return Proposal.objects.latest("pk")


def test_what_a_person_writes_in_her_time_is_new(initiative, in_time):
    proposal = send(initiative, text="See https://example.org/a and https://example.org/b.")
    assert (proposal.state, proposal.suspicion) == ("new", "")


def test_what_is_sent_faster_than_one_can_type_is_held_apart(initiative):
    page = Client().get(f"/proposals/initiative/{initiative.public_id}/wrong/")
    opened = Fields(page.content.decode()).data["stamp"]
    proposal = send(initiative, stamp=opened)
    assert (proposal.state, proposal.suspicion) == (
        "suspected",
        "Filled in faster than one can type.",
    )


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"stamp": ""}, "Sent without opening the form."),
        ({"stamp": "initiative 123456789abc:1:forged"}, "Sent without opening the form."),
        ({"text": "www.a.example www.b.example www.c.example"}, "More than 2 links in the text."),
        ({"text": "[url=a]b[/url]"}, "Links written as programs write them."),
        ({"name": "http://casino.example"}, "A link in the place of a name."),
    ],
)
def test_what_programs_send_is_held_apart(initiative, in_time, values, said):
    proposal = send(initiative, **values)
    assert (proposal.state, proposal.suspicion) == ("suspected", said)


def test_the_form_of_one_record_is_not_sent_about_another_nor_one_text_about_many(
    initiative, in_time
):
    other = InitiativeFactory()
    opened = stamp("initiative", initiative.public_id)
    assert send(other, stamp=opened).suspicion == "The form was opened for another record."
    assert send(initiative).suspicion == "The same text was sent about another record."


def test_a_form_that_was_open_for_too_long_comes_back_with_all_that_was_written(
    initiative, in_time, monkeypatch
):
    path = f"/proposals/initiative/{initiative.public_id}/wrong/"
    opened = stamp("initiative", initiative.public_id)
    with monkeypatch.context() as later:
        later.setattr(suspecting, "SLOWEST", timedelta(0))
        response = Client().post(path, {"text": "It was 2011.", "stamp": opened})
    assert response.status_code == 422
    assert "nothing that you wrote is lost: send it once more" in visible_text(response)
    assert not Proposal.objects.exists()
    fields = Fields(response.content.decode()).data
    assert (fields["text"], fields["stamp"] != opened) == ("It was 2011.", True)
    assert send(initiative, **fields).state == "new"


def test_one_form_sends_so_many_and_no_more(initiative, in_time):
    opened = stamp("initiative", initiative.public_id)
    states = [send(initiative, stamp=opened, text=f"No. {one}").state for one in range(4)]
    assert states == ["new", "new", "new", "suspected"]
    assert Proposal.objects.latest("pk").suspicion == "One form was sent more than 3 times."
    assert send(initiative, text="By a form of its own.").state == "new"
    assert not Sender.objects.filter(digest__contains=opened).exists()


def test_a_flood_of_it_keeps_no_reader_out(initiative, in_time, monkeypatch):
    monkeypatch.setattr(receiving, "MOST_WAITING", 1)
    assert send(initiative, stamp="").state == "suspected"
    assert send(initiative, text="A reader's words.").state == "new"


def test_senders_are_counted_by_digests_that_differ_each_day(initiative, in_time, monkeypatch):
    send(initiative)
    today = set(Sender.objects.values_list("digest", flat=True))
    now = timezone.now()
    monkeypatch.setattr(receiving.timezone, "now", lambda: now + timedelta(days=1))
    send(initiative, text="Another day.")
    another_day = set(Sender.objects.values_list("digest", flat=True))
    assert (len(today), len(another_day - today)) == (2, 2)  # a network, and a form


def test_it_is_counted_apart_and_closed_with_many(initiative, in_time):
    proposals = [send(initiative, stamp="", text=f"Buy {number}") for number in range(3)]
    bo = signed_in("bo", CURATORS)
    home = visible_text(bo.get("/admin/"))
    assert "3 Proposals that look like spam" in home
    assert "0 New proposals from readers" in home
    queue = f"{url_of(Proposal, 'changelist')}?state__exact=new&state__exact=taken-on"
    assert not bo.get(queue).context["cl"].result_list
    page = bo.get(url_of(Proposal, "change", proposals[0].pk))
    assert "suspected spam: Sent without opening the form." in visible_text(page)
    take_step(bo, "no_spam", proposals[0])
    take_step(bo, "close_as_spam", *proposals[1:])
    stand = Proposal.objects.order_by("pk").values_list("state", "reason")
    assert list(stand) == [("new", ""), ("refused", "spam"), ("refused", "spam")]


def test_it_is_forgotten_after_a_month(initiative, in_time):
    held, closed, fresh = (send(initiative, stamp="", text=f"Buy {one}") for one in range(3))
    then = timezone.now() - timedelta(days=31)
    Proposal.objects.filter(pk=held.pk).update(created_at=then)
    Proposal.objects.filter(pk=closed.pk).update(state="refused", reason="spam", decided_at=then)
    call_command("forget_proposals", verbosity=0)
    assert list(Proposal.objects.all()) == [fresh]
