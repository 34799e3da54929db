"""What becomes of a reader's proposal: a draft of changes, an answer, a reason, and thanks."""

from datetime import timedelta
from smtplib import SMTPException

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from core.models import Draft
from initiatives.models import Initiative, Replication
from portal.desk.roles import CURATORS, EDITORS
from portal.proposals import answering
from portal.proposals.answers import Answer, AnswerTemplate, Thanks
from portal.proposals.models import Proposal
from tests.desk import Fields, Page, said, signed_in, url_of
from tests.factories import (
    CountryFactory,
    InitiativeFactory,
    ReplicationFactory,
    StageFactory,
    ThemeFactory,
    UserFactory,
)
from tests.pages import visible_text

pytestmark = pytest.mark.django_db


@pytest.fixture
def initiative():
    initiative = InitiativeFactory(title="Seeds", summary="Began in 2012.", origins=["BRA"])
    initiative.theme_links.create(theme=ThemeFactory(), position=0)
    return initiative


@pytest.fixture
def amina():
    return signed_in("amina", CURATORS)


def proposed(record, kind="wrong", **values):
    return Proposal.objects.create(
        kind=kind,
        record_kind=record._meta.model_name,
        record_id=record.public_id,
        **{"text": "It was 2011.", "name": "Ana", "contact": "ana@example.org"} | values,
    )


@pytest.fixture
def correction(initiative):
    return proposed(
        initiative, passage="summary", suggestion="Began in 2011.", thanks_as="Ana & Co"
    )


def page_of(proposal):
    return url_of(Proposal, "change", proposal.pk)


def press(client, proposal, step):
    return client.post(url_of(Proposal, "handle", proposal.pk), {"step": step})


class TestDraft:
    def test_what_readers_see_stands_beside_it_and_a_click_makes_it_a_draft(
        self, amina, initiative, correction
    ):
        shown = amina.get(page_of(correction))
        assert "The summary Began in 2012. With the suggestion" in visible_text(shown)
        html = shown.content.decode()
        assert "<del>2012</del><ins>2011</ins>" in html
        assert f'href="{initiative.get_absolute_url()}"' in html
        response = press(amina, correction, "draft")
        draft = Draft.objects.get()
        assert response.url == url_of(Initiative, "draft", draft.pk)
        form = Page(amina, response.url)
        assert form.data["summary"] == "Began in 2011."
        assert "A reader writes about “The summary”: It was 2011." in visible_text(form.response)
        initiative.refresh_from_db()
        assert initiative.summary == "Began in 2012."
        correction.refresh_from_db()
        assert (correction.state, correction.assigned_to) == ("taken-on", amina.user)
        assert press(amina, correction, "draft").url == response.url
        assert Draft.objects.count() == 1
        assert f'href="{response.url}"' in amina.get(page_of(correction)).content.decode()

    def test_of_a_replication_its_row_has_the_wording(self, amina, initiative):
        replication = ReplicationFactory(initiative=initiative, note="A visit.")
        other = ReplicationFactory(initiative=initiative, note="Another.")
        proposal = proposed(replication, passage="note", suggestion="Two visits.")
        form = Page(amina, press(amina, proposal, "draft").url)
        notes = {
            form.data[f"replications-{n}-id"]: form.data[f"replications-{n}-note"] for n in (0, 1)
        }
        assert notes == {str(replication.pk): "Two visits.", str(other.pk): "Another."}

    def test_without_a_wording_the_draft_says_what_is_wrong(self, amina, initiative):
        proposal = proposed(initiative, source="https://example.org/a")
        form = Page(amina, press(amina, proposal, "draft").url)
        assert form.data["summary"] == "Began in 2012."
        text = visible_text(form.response)
        assert "A reader writes: It was 2011." in text
        assert "Source: https://example.org/a" in text

    def test_a_wish_becomes_a_replication_that_an_editor_publishes(self, amina, initiative):
        StageFactory(slug="interested", name="Interested")
        wish = proposed(
            initiative, "wanted", country=CountryFactory(), source="https://example.org/w"
        )
        page = url_of(Proposal, "make_replication", wish.pk)
        assert f'href="{page}"' in amina.get(page_of(wish)).content.decode()
        fields = Fields(amina.get(page).content.decode()).data
        assert fields["stage"] == str(StageFactory(slug="interested").pk)
        amina.post(page, fields | {"source-title": "Report", "source-publisher": "Ministry"})
        assert (Draft.objects.get().state, Replication.objects.count()) == ("waiting", 0)

    def test_how_far_an_uptake_has_come_is_filled_in(self, amina, initiative):
        adapting = StageFactory(slug="adapting", name="Adapting")
        uptake = proposed(
            initiative,
            "taken-up",
            country=CountryFactory(),
            source="https://example.org/u",
            who="Ministry of Labour",
            stage=adapting,
            year=2019,
        )
        fields = Fields(
            amina.get(url_of(Proposal, "make_replication", uptake.pk)).content.decode()
        ).data
        assert (fields["stage"], fields["year"]) == (str(adapting.pk), "2019")


class TestClosing:
    def test_it_is_taken_left_closed_for_a_reason_and_opened_again(self, amina, correction):
        press(amina, correction, "take")
        bo = signed_in("bo", EDITORS)
        queue = url_of(Proposal, "changelist")
        assert "amina" in visible_text(bo.get(queue))
        assert amina.get(f"{queue}?who=me").context["cl"].result_count == 1
        assert bo.get(f"{queue}?who=me").context["cl"].result_count == 0
        press(amina, correction, "leave")
        page = Page(amina, page_of(correction))
        page.fill(state="refused").send()
        assert "Choose why it is closed" in visible_text(page.response)
        page.fill(state="refused", reason="corrected").send()
        assert "no reason for Refused" in visible_text(page.response)
        page.fill(state="refused", reason="other").send()
        assert "Say in the remark" in visible_text(page.response)
        assert page.fill(state="refused", reason="no-source").send().status_code == 302
        correction.refresh_from_db()
        assert (correction.state, correction.reason) == ("refused", "no-source")
        assert correction.decided_at
        press(bo, correction, "reopen")
        correction.refresh_from_db()
        assert (correction.state, correction.reason, correction.decided_at) == ("new", "", None)

    def test_the_queue_is_asked_by_age_and_the_oldest_comes_first(self, amina, initiative):
        for days in (2, 40, 9):
            proposal = proposed(initiative, text=f"{days}")
            then = timezone.now() - timedelta(days=days)
            Proposal.objects.filter(pk=proposal.pk).update(created_at=then)
        queue = url_of(Proposal, "changelist")
        listed = {
            name: [one.text for one in amina.get(f"{queue}?{name}").context["cl"].result_list]
            for name in ("", "waiting=week", "waiting=month")
        }
        assert listed == {
            "": ["40", "9", "2"],
            "waiting=week": ["40", "9"],
            "waiting=month": ["40"],
        }
        assert "40 days" in visible_text(amina.get(queue))

    def test_a_sender_is_forgotten_a_month_after_and_the_rest_stays(self, correction):
        Answer.objects.create(proposal=correction, subject="To Ana", text="Dear Ana, thanks.")
        correction.state, correction.reason = "done", "corrected"
        correction.decided_at = timezone.now() - timedelta(days=29)
        correction.save()
        call_command("forget_proposals", verbosity=0)
        correction.refresh_from_db()
        assert correction.contact == "ana@example.org"
        correction.decided_at = timezone.now() - timedelta(days=31)
        correction.save()
        call_command("forget_proposals", verbosity=0)
        correction.refresh_from_db()
        assert (correction.name, correction.contact, correction.thanks_as) == ("", "", "")
        assert correction.suggestion == "Began in 2011."
        assert Answer.objects.get().text == "Dear [erased], thanks."

    def test_whoever_asks_is_erased_at_once(self, initiative):
        kept = proposed(initiative, name="Ana Sousa", text="Says Ana Sousa.", contact="1234")
        Thanks.objects.create(name="Ana Sousa", record_kind="initiative", record_id="0" * 12)
        Answer.objects.create(proposal=kept, subject="Hello", text="Dear Ana Sousa,")
        call_command("erase_from_history", text="Ana Sousa")
        kept.refresh_from_db()
        assert (kept.name, kept.text, kept.contact) == ("", "Says [erased].", "1234")
        assert not Thanks.objects.exists()
        assert Answer.objects.get().text == "Dear [erased],"


class TestAnswer:
    @pytest.fixture
    def page(self, correction, settings):
        settings.EMAIL_HOST = "mail.example.org"
        return url_of(Proposal, "answer", correction.pk)

    @pytest.fixture
    def template(self):
        return AnswerTemplate.objects.create(
            title="Ours", subject="On {title}", text="Dear {name},\n{address} {sent}"
        )

    def test_a_template_is_filled_in_looked_at_and_sent(
        self, amina, page, template, initiative, correction
    ):
        assert f'href="{page}"' in amina.get(page_of(correction)).content.decode()
        begun = amina.get(f"{page}?template={template.pk}")
        fields = Fields(begun.content.decode()).data
        assert fields["text"] == template.text
        assert "Send it" not in visible_text(begun)
        shown = amina.post(page, fields | {"_preview": "1"})
        assert "On Seeds Dear Ana, http" in visible_text(shown)
        assert not mail.outbox
        response = amina.post(page, fields | {"_send": "1"})
        assert (response.url, said(response)) == (page_of(correction), ["The answer was sent."])
        (sent,) = mail.outbox
        assert (sent.to, sent.subject) == (["ana@example.org"], "On Seeds")
        assert initiative.get_absolute_url() in sent.body
        answer = Answer.objects.get()
        assert (answer.sent_by, answer.text) == (amina.user, sent.body)
        assert "by amina: On Seeds" in visible_text(amina.get(page_of(correction)))

    def test_what_is_not_sent_is_said_and_not_recorded(self, amina, page, monkeypatch, settings):
        values = {"subject": "A", "text": "B", "_send": "1"}
        unknown = amina.post(page, values | {"text": "Dear {nmae}"})
        assert "There is no {nmae}." in visible_text(unknown)

        def refuse(mail):
            raise SMTPException("mailbox unavailable")

        monkeypatch.setattr(answering.EmailMessage, "send", refuse)
        assert "mailbox unavailable" in visible_text(amina.post(page, values))
        settings.EMAIL_HOST = ""
        assert "This server sends no mail" in visible_text(amina.post(page, values))
        assert not Answer.objects.exists()

    def test_where_no_mail_is_sent_what_was_answered_is_kept(
        self, amina, page, settings, correction
    ):
        settings.EMAIL_HOST = ""
        values = {"subject": "Thank you", "text": "We have mended it."}
        shown = visible_text(amina.post(page, values | {"_preview": "1"}))
        assert ("keep it here" in shown, "Send it" in shown) == (True, False)
        assert amina.post(page, values | {"_keep": "1"}).url == page_of(correction)
        assert not mail.outbox
        assert Answer.objects.get().text == "We have mended it."
        assert "by amina: Thank you" in visible_text(amina.get(page_of(correction)))
        assert "is kept already" in visible_text(amina.post(page, values | {"_keep": "1"}))

    def test_what_is_too_long_or_empty_once_filled_in_is_said_beside_its_field(
        self, amina, page, initiative, correction
    ):
        Initiative.objects.update(title="S" * 140)
        values = {"subject": "A", "text": "B", "_send": "1"}
        for wrong, said_of_it in [
            ({"subject": "Your note on {title}"}, "it has 153 characters; at most 150 are allowed"),
            ({"text": "{title}" * 36}, "it has 5,040 characters; at most 5,000 are allowed"),
            ({"subject": "{remark}"}, "nothing is left of it"),
        ]:
            response = amina.post(page, values | wrong)
            assert said_of_it in visible_text(response)
            assert list(response.context_data["form"].errors) == list(wrong)
        assert not mail.outbox
        assert not Answer.objects.exists()

    def test_a_remark_of_two_lines_is_one_in_the_subject(self, amina, page, correction):
        Proposal.objects.update(remark="Found.\n\nChanged.")
        amina.post(page, {"subject": "On {remark}", "text": "{remark}", "_send": "1"})
        (sent,) = mail.outbox
        assert (sent.subject, sent.body) == ("On Found. Changed.", "Found.\n\nChanged.")
        assert Answer.objects.get().subject == sent.subject

    def test_an_answer_is_noted_before_it_goes_and_goes_once(self, amina, page, monkeypatch):
        noted = []
        send = answering.EmailMessage.send
        monkeypatch.setattr(
            answering.EmailMessage,
            "send",
            lambda mail: noted.append(Answer.objects.count()) or send(mail),
        )
        values = {"subject": "A", "text": "B", "_send": "1"}
        amina.post(page, values)
        assert "The same answer was sent before" in visible_text(amina.post(page, values))
        assert (noted, len(mail.outbox), Answer.objects.count()) == ([1], 1, 1)
        amina.post(page, values | {"text": "C"})
        assert len(mail.outbox) == 2

    @pytest.mark.parametrize("contact", ["", "+509 12 34", "a@b", "ana@example.org, b@c.org"])
    def test_nothing_goes_where_no_address_was_given(self, amina, page, correction, contact):
        Proposal.objects.filter(pk=correction.pk).update(contact=contact)
        assert page not in amina.get(page_of(correction)).content.decode()
        for response in (amina.get(page), amina.post(page, {"subject": "A", "text": "B"})):
            assert response.status_code == 403
        assert not mail.outbox

    def test_editors_change_templates_and_curators_only_read_them(self, amina, template):
        url = url_of(AnswerTemplate, "change", template.pk)
        assert amina.post(url, {"title": "Mine"}).status_code == 403
        page = Page(signed_in("bo", EDITORS), url).fill(text="Dear {who},")
        page.send()
        assert "There is no {who}." in visible_text(page.response)
        assert page.fill(text="Dear {name},").send().status_code == 302


class TestThanks:
    def test_who_wishes_it_is_thanked_by_name_until_it_is_taken_away(
        self, amina, client, correction, caching
    ):
        assert "Nobody is named here yet." in visible_text(client.get("/about/thanks/"))
        Proposal.objects.filter(pk=correction.pk).update(
            state="done", reason="corrected", decided_at=timezone.now()
        )
        press(amina, correction, "thank")
        page = client.get("/about/thanks/")
        assert "Ana &amp; Co" in page.content.decode()
        assert "Ana & Co, for Seeds" in visible_text(page)
        assert "Seeds" in visible_text(amina.get(url_of(Thanks, "changelist")))
        Initiative.objects.update(publication="draft")
        assert "Seeds" not in visible_text(client.get("/about/thanks/"))
        Proposal.objects.all().delete()
        assert "Ana & Co" in visible_text(client.get("/about/thanks/"))
        amina.post(url_of(Thanks, "delete", Thanks.objects.get().pk), {"post": "yes"})
        assert "Nobody is named here yet." in visible_text(client.get("/about/thanks/"))

    def test_nobody_is_thanked_before_it_is_closed_or_without_wishing_it(self, amina, correction):
        press(amina, correction, "thank")
        Proposal.objects.filter(pk=correction.pk).update(
            state="done", reason="corrected", decided_at=timezone.now(), thanks_as=""
        )
        press(amina, correction, "thank")
        assert not Thanks.objects.exists()


def test_made_up_requests_are_refused(amina, client, correction):
    handle = url_of(Proposal, "handle", correction.pk)
    assert amina.get(handle).status_code == 405
    assert press(amina, correction, "publish").status_code == 403
    assert amina.post(url_of(Proposal, "handle", 0), {"step": "take"}).status_code == 404
    stranger = signed_in("stranger")
    stranger.user.is_staff = True
    stranger.user.save()
    for step in ("take", "draft", "thank", "reopen"):
        assert press(stranger, correction, step).status_code == 403
    assert stranger.get(url_of(Proposal, "answer", correction.pk)).status_code == 403
    assert press(client, correction, "take").status_code == 302  # to sign in
    correction.refresh_from_db()
    assert (correction.state, Draft.objects.count()) == ("new", 0)


def test_it_is_given_to_a_colleague_of_the_desk_alone(amina, correction):
    bo, outsider = signed_in("bo", EDITORS).user, UserFactory(is_staff=False)
    page = Page(amina, page_of(correction))
    page.fill(assigned_to=outsider.pk).send()
    assert "Select a valid choice" in visible_text(page.response)
    page.fill(assigned_to=bo.pk).send()
    correction.refresh_from_db()
    assert correction.assigned_to == bo
