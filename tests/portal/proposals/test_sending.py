"""Readers tell the editors that a page is wrong, or that a country wants or took up a solution."""

import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from core import revision
from core.models import PublicRecord
from portal.proposals import receiving, suspecting
from portal.proposals.models import Proposal, Sender
from portal.proposals.suspecting import stamp
from tests.desk import Fields
from tests.factories import (
    AppearanceFactory,
    CountryFactory,
    InitiativeFactory,
    OrganizationFactory,
    ReplicationFactory,
    ResourceFactory,
    ThemeFactory,
)
from tests.pages import visible_text

pytestmark = pytest.mark.django_db

TEXT = "It began in 2011, not 2012.\n<b>See page 3.</b>"


@pytest.fixture
def initiative():
    return InitiativeFactory(title="Seeds")


def address(record, kind="wrong"):
    return f"/proposals/{record._meta.model_name}/{record.public_id}/{kind}/"


@pytest.fixture(autouse=True)
def nobody_waits(monkeypatch):
    """Tests fill in forms faster than people."""
    monkeypatch.setattr(suspecting, "QUICKEST", timedelta(0))


def send(record, kind="wrong", client=None, **values):
    """Fill in the form and send it; without a client, from a browser of its own."""
    opened = stamp(record._meta.model_name, record.public_id)
    extra = {"who": "Ministry"} if kind == "taken-up" else {}
    values = {"text": TEXT, "stamp": opened} | extra | values
    return (client or Client()).post(address(record, kind), values)


def test_a_reader_says_what_is_wrong_and_is_thanked(initiative):
    browser = Client(enforce_csrf_checks=True)
    page = browser.get(initiative.get_absolute_url())
    assert "csrftoken" not in page.cookies
    assert f'href="{address(initiative)}" rel="nofollow"' in page.content.decode()
    form = browser.get(address(initiative))
    fields = Fields(form.content.decode()).data
    assert set(fields) >= {"csrfmiddlewaretoken", "text", "source", "name", "contact", "trap"}
    fields |= {"text": TEXT, "source": " www.ilo.org/seeds ", "name": "Ana", "contact": "12 34"}
    response = browser.post(address(initiative), fields)
    thanks = browser.get(response.headers["Location"])
    assert response.status_code == 302
    assert "The editors have your proposal about “Seeds”." in visible_text(thanks)
    proposal = Proposal.objects.get()
    assert (proposal.kind, proposal.state, proposal.record) == ("wrong", "new", initiative)
    assert (proposal.text, proposal.source) == (TEXT, "https://www.ilo.org/seeds")
    assert (proposal.name, proposal.contact) == ("Ana", "12 34")
    for answer in (form, thanks):
        assert set(answer.headers["Cache-Control"].split(", ")) == {"private", "no-store"}
        assert '<meta name="robots" content="noindex">' in answer.content.decode()


def test_what_a_country_wants_or_took_up_comes_with_the_country(initiative):
    haiti = CountryFactory(name="Haiti")
    browser = Client()
    page = browser.get(initiative.get_absolute_url()).content.decode()
    for kind in ("wanted", "taken-up"):
        assert f'href="{address(initiative, kind)}"' in page
        values = {"country": haiti.pk, "source": "https://example.org/a"}
        assert send(initiative, kind, **values).status_code == 302
    kept = Proposal.objects.values_list("kind", "country__name", "source")
    assert set(kept) == {
        ("wanted", "Haiti", "https://example.org/a"),
        ("taken-up", "Haiti", "https://example.org/a"),
    }


def test_each_page_of_a_record_leads_to_its_form(client):
    replication = ReplicationFactory()
    appearance = AppearanceFactory()
    session = appearance.session
    for record in [
        *(replication, replication.to_country, OrganizationFactory(), ResourceFactory()),
        *(ThemeFactory(), session, session.forum, appearance.person),
    ]:
        page = client.get(record.get_absolute_url()).content.decode()
        assert re.findall(r'href="(/proposals/[^"]*)"', page) == [address(record)]
        form = client.get(address(record))
        assert f'<a href="{record.get_absolute_url()}">' in form.content.decode()
        assert client.get(address(record, "wanted")).status_code == 404


def test_what_readers_cannot_see_cannot_be_found_out(client, initiative):
    draft = InitiativeFactory(publication="draft")
    assert draft.public_id != initiative.public_id
    for path in (
        address(draft),
        "/proposals/initiative/0123456789ab/wrong/",
        f"/proposals/organization/{initiative.public_id}/wrong/",
        f"/proposals/source/{initiative.public_id}/wrong/",
        f"/proposals/user/{initiative.public_id}/wrong/",
        address(draft, "thanks"),
    ):
        assert client.get(path).status_code == 404
        if not path.endswith("thanks/"):
            assert client.post(path, {"text": TEXT}).status_code == 404
    assert not Proposal.objects.exists()


def test_of_withdrawn_records_those_that_stay_readable_can_be_spoken_of(client, initiative):
    revision.current(fresh=True)
    initiative.publication = "archived"
    initiative.save()
    revision.current(fresh=True)
    assert client.get(address(initiative)).status_code == 410
    PublicRecord.objects.filter(public_id=initiative.public_id).update(state="archived")
    page = client.get(initiative.get_absolute_url()).content.decode()
    assert f'href="{address(initiative)}"' in page
    assert send(initiative).status_code == 302


@pytest.mark.parametrize(
    ("kind", "values", "field", "said"),
    [
        ("wrong", {"text": " \n"}, "text", "Tell us what is wrong or missing."),
        ("wrong", {"text": "\u200b"}, "text", "It holds nothing that can be seen."),
        ("wrong", {"text": "x" * 2001}, "text", "Use 2000 characters or fewer. You have 2001."),
        ("wrong", {"source": "javascript:alert(1)"}, "source", "Give a web address"),
        ("wrong", {"source": "ftp://example.org/"}, "source", "Give a web address"),
        ("wrong", {"contact": "x" * 201}, "contact", "at most 200 characters"),
        ("wanted", {}, "country", "Choose a country."),
        ("wanted", {"country": "0"}, "country", "Choose a country from the list."),
        ("taken-up", {}, "source", "Give the address of a page or document."),
    ],
)
def test_what_is_missing_or_wrong_is_said_and_nothing_typed_is_lost(
    initiative, kind, values, field, said
):
    response = send(initiative, kind, name="Ana & Co", **values)
    html = response.content.decode()
    assert response.status_code == 422
    assert "<title>Error: " in html
    [summary] = re.findall(r'role="alert".*?</div>', html, re.DOTALL)
    assert re.search(rf'<a href="#id_{field}">[^<]*{re.escape(said)}', summary)
    [wrong] = re.findall(rf'<p class="error" id="id_{field}_error">(.*?)</p>', html)
    assert said in wrong
    fields = Fields(html).data
    assert (fields["name"], fields["text"].strip()) == (
        "Ana & Co",
        values.get("text", TEXT).strip(),
    )
    assert not Proposal.objects.exists()


def test_a_program_that_fills_in_all_fields_is_stopped_and_a_person_is_not(initiative):
    response = send(initiative, trap="http://casino.example")
    assert response.status_code == 422
    assert "A field that people do not see was filled in" in visible_text(response)
    assert not Proposal.objects.exists()
    assert send(initiative, **Fields(response.content.decode()).data).status_code == 302
    assert Proposal.objects.count() == 1


def test_a_form_without_its_token_comes_back_with_what_was_typed(initiative):
    browser = Client(enforce_csrf_checks=True)
    response = send(initiative, client=browser)
    assert response.status_code == 403
    assert "Nothing has been sent yet." in visible_text(response)
    assert not Proposal.objects.exists()
    fields = Fields(response.content.decode()).data
    assert fields["text"] == TEXT
    assert send(initiative, client=browser, **fields).status_code == 302


def test_what_is_sent_twice_is_stored_once(initiative):
    for _ in range(2):
        assert send(initiative).status_code == 302
    send(initiative, text="Something else.")
    assert Proposal.objects.count() == 2


def test_one_network_sends_so_many_a_day(initiative, monkeypatch):
    monkeypatch.setattr(receiving, "MOST_OF_ONE", 2)
    browser = Client(REMOTE_ADDR="2001:db8::1")
    for text in ("One.", "Two.", "Two."):  # a second click counts for nothing
        assert send(initiative, client=browser, text=text).status_code == 302
    response = send(initiative, client=Client(REMOTE_ADDR="2001:db8::ffff:1"))
    assert response.status_code == 429
    assert 86_000 < int(response.headers["Retry-After"]) <= 86_400
    assert "no-store" in response.headers["Cache-Control"]
    assert "yours has sent as many" in visible_text(response)
    assert Fields(response.content.decode()).data["text"] == TEXT
    assert send(initiative, client=Client(REMOTE_ADDR="198.51.100.7")).status_code == 302
    assert not Sender.objects.filter(digest__contains="2001").exists()
    Sender.objects.update(sent_at=timezone.now() - timedelta(hours=25))
    assert send(initiative, client=browser, text="Three.").status_code == 302
    assert (Proposal.objects.count(), Sender.objects.count()) == (4, 2)  # itself, and by its form


def test_no_more_are_taken_in_than_somebody_can_read(initiative, monkeypatch):
    monkeypatch.setattr(receiving, "MOST_WAITING", 1)
    assert send(initiative, text="One.").status_code == 302
    response = send(initiative)
    assert response.status_code == 503
    assert Fields(response.content.decode()).data["text"] == TEXT
    Proposal.objects.update(state="taken-on")
    assert send(initiative).status_code == 302


def test_pages_that_are_kept_know_nothing_of_it(initiative, caching):
    browser = Client()
    before, known = browser.get(initiative.get_absolute_url()), revision.current()
    assert browser.get(address(initiative)).cookies["csrftoken"].value
    assert send(initiative, client=browser).status_code == 302
    after = browser.get(initiative.get_absolute_url())
    assert (after.content, after.headers["ETag"]) == (before.content, before.headers["ETag"])
    assert not after.cookies
    assert revision.current() == known
    assert browser.put(address(initiative)).status_code == 405


def test_proposals_are_forgotten_when_readers_were_told(initiative):
    for number in range(4):
        send(initiative, text=f"Number {number}.")
    now = timezone.now()
    done, undecided, fresh, recent = Proposal.objects.all()
    for proposal, state, days in [(done, "done", 184), (fresh, "refused", 182)]:
        proposal.reason = "other"
        proposal.state, proposal.decided_at = state, now - timedelta(days=days)
        proposal.save()
    Proposal.objects.filter(pk=undecided.pk).update(created_at=now - timedelta(days=732))
    Proposal.objects.filter(pk=recent.pk).update(created_at=now - timedelta(days=730))
    Sender.objects.update(sent_at=now - timedelta(hours=25))
    call_command("forget_proposals", verbosity=0)
    assert set(Proposal.objects.all()) == {fresh, recent}
    assert not Sender.objects.exists()
