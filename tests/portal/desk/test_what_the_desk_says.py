"""What the desk says is true, and says no more than there is: counts, alarms, defaults, names."""

import datetime
import re

import pytest
from django.contrib.admin.models import LogEntry

from core.admin.words import compared
from core.history import recorded
from core.models import Review
from core.publishing import gate
from forum.models import Session
from initiatives.models import Figure, Initiative
from portal.desk.roles import CURATORS, EDITORS
from tests.desk import Page, signed_in, url_of
from tests.factories import (
    CountryFactory,
    FigureFactory,
    InitiativeFactory,
    PartnershipFactory,
    PersonFactory,
    SessionFactory,
    UserFactory,
)
from tests.pages import visible_text

pytestmark = pytest.mark.django_db


@pytest.fixture
def amina():
    return signed_in("amina", CURATORS)


@pytest.fixture
def bo():
    return signed_in("bo", EDITORS)


def test_a_tab_counts_each_fault_once(bo):
    """Of a forum that ends before it begins: one fault, and it is of the whole form or a field."""
    initiative = InitiativeFactory(publication="draft")
    page = Page(bo, url_of(Initiative, "change", initiative.pk))
    page.fill(_send_back="1", title="", _word="")
    html = page.send("_send_back").content.decode()
    (number,) = re.findall(r'href="#general".*?<span class="bg-red-500[^>]*>\s*(\d+)', html, re.S)
    assert number == "2"  # no title, and no word on what is to be changed


def test_a_new_speaker_has_no_role_before_one_is_chosen(bo):
    session = SessionFactory()
    page = Page(bo, url_of(Session, "change", session.pk))
    form = page.response.context["inline_admin_formsets"][0].formset.empty_form
    assert form.fields["role"].choices[0] == ("", "Select value")
    page.add_row("appearances", person=PersonFactory().pk, role="").send()
    assert page.errors["appearances-0-role"] == ["This field is required."]


class TestDeleting:
    """One record, by an editor."""

    def question(self, client, record):
        return visible_text(client.get(url_of(type(record), "delete", record.pk)))

    def test_of_what_readers_see_it_is_said_and_that_archiving_is_better(self, bo):
        initiative = InitiativeFactory(sources=["https://example.org/1"])
        PartnershipFactory(initiative=initiative)
        text = self.question(bo, initiative)
        assert "Readers see it now. Its address is out in the world: it is better archived" in text
        assert "sources: 1" in text  # as the form calls them
        assert "partners: 1" in text

    def test_of_what_readers_have_seen_too_but_not_of_a_draft(self, bo):
        initiative = InitiativeFactory()
        Initiative.objects.update(publication="archived")
        assert "Readers have seen it. Its address" in self.question(bo, initiative)
        text = self.question(bo, InitiativeFactory(publication="draft"))
        assert "Readers" not in text

    def test_a_session_is_seen_with_its_forum_and_has_no_archive(self, bo):
        text = self.question(bo, SessionFactory())
        assert "Readers see it now." in text
        assert "archived" not in text

    def test_when_it_was_to_be_published_is_said(self, bo):
        initiative = InitiativeFactory(publication="in-review")
        Review.objects.create(
            kind="initiative",
            row_id=initiative.pk,
            publish_at=datetime.datetime(2099, 12, 3, 10, tzinfo=datetime.UTC),
            scheduled_by=bo.user,
        )
        assert "It was to be published on 3 December 2099, 10:00 (UTC), as bo said." in (
            self.question(bo, initiative)
        )


class TestWhatIsPublic:
    """Where readers see a record, and nobody changes that alone."""

    @pytest.fixture(autouse=True)
    def by_two(self, settings):
        settings.PUBLISH_ALONE = False

    def test_a_draft_is_what_the_first_button_and_enter_save(self, bo):
        initiative = InitiativeFactory(sources=["https://example.org/1"])
        page = Page(bo, url_of(Initiative, "change", initiative.pk))
        html = page.response.content.decode()
        assert buttons(html)[:2] == ["_draft", "_draft"]  # of the form, which Enter presses
        assert blue_buttons(html) == ["_draft"]
        assert '_continue"' not in html

    def test_a_draft_of_a_record_is_saved_by_save(self, bo):
        initiative = InitiativeFactory(publication="draft")
        html = Page(bo, url_of(Initiative, "change", initiative.pk)).response.content.decode()
        assert blue_buttons(html) == ["_save"]


def buttons(html):
    return re.findall(r'type="submit"[^>]* name="(\w+)"', html)


def blue_buttons(html):
    row = html.partition('id="submit-row"')[2]
    return re.findall(r'name="(\w+)"[^>]*bg-primary-600', row)


def test_who_has_saved_and_left_has_nothing_open(bo, amina):
    initiative = InitiativeFactory(publication="draft")
    url = url_of(Initiative, "change", initiative.pk)
    page = Page(amina, url)
    amina.post(url, page.data | {"_keep": "1"})
    assert "amina has this open" in bo.get(url).content.decode()
    page.fill(title="Saved").send()
    assert "amina has this open" not in bo.get(url).content.decode()


def test_reasons_are_listed_as_long_as_what_they_answer_stands(bo):
    initiative = InitiativeFactory(sources=["https://example.org/1"], themes=["a"])
    (asked,) = gate.judge(initiative).asked
    gate.keep(bo.user, Initiative, [(initiative.pk, asked, "Nobody knows where it began.")])
    url = url_of(Initiative, "change", initiative.pk)
    assert "Nobody knows where it began." in bo.get(url).content.decode()
    initiative.origin_countries.add(CountryFactory())
    assert "Nobody knows where it began." not in bo.get(url).content.decode()


class TestWords:
    def test_the_end_of_an_address_is_made_of_the_title_and_asked_of_nobody(self, amina):
        page = Page(amina, url_of(Initiative, "add"))
        page.send()
        assert page.errors == {"title": ["This field is required."]}
        assert page.fill(title="Seeds for all").send().status_code == 302
        assert Initiative.objects.get().slug == "seeds-for-all"

    def test_of_a_title_that_has_no_letters_for_it_it_is_asked(self, amina):
        page = Page(amina, url_of(Initiative, "add")).fill(title="种子")
        page.send()
        assert page.errors == {"slug": ["This field is required."]}

    def test_the_log_ends_its_sentences_once(self, amina):
        initiative = InitiativeFactory(publication="draft")
        page = Page(amina, url_of(Initiative, "change", initiative.pk))
        page.add_row("milestones", date="2014", text="The first club opens.").send()
        entry = LogEntry.objects.get()
        assert "The first club opens”." in entry.get_change_message()

    def test_a_form_says_nothing_of_markdown_at_each_field(self, amina):
        html = amina.get(url_of(Initiative, "add")).content.decode()
        assert html.count("Markdown") == 1  # above the texts
        assert "In full, as it was written." in html

    def test_an_empty_list_offers_only_what_there_is_to_do(self, bo):
        text = visible_text(bo.get("/admin/roof/proposal/"))
        assert "There is nothing here yet" in text
        assert "new item" not in text
        text = visible_text(bo.get(url_of(Initiative, "changelist") + "?q=xyzzy"))
        assert "Nothing matches" in text

    def test_a_remark_can_be_about_what_the_tabs_are_called(self, bo):
        initiative = InitiativeFactory(publication="in-review")
        text = bo.get(url_of(Initiative, "change", initiative.pk)).content.decode()
        assert '<option value="partnerships">Partners</option>' in text
        assert '<option value="citations">Sources</option>' in text

    def test_ctrl_k_says_where_a_record_stands_that_readers_do_not_see(self, bo):
        InitiativeFactory(title="Seeds for all", publication="in-review")
        InitiativeFactory(title="Seeds for some")
        text = visible_text(bo.get("/admin/search/?s=seeds"))
        assert text.count("Initiative, in review") == 1

    def test_breadcrumbs_are_no_names_of_programs(self, client):
        client.force_login(UserFactory(is_superuser=True))
        assert "Authentication" not in visible_text(client.get("/admin/auth/user/"))


class TestHistory:
    def test_a_row_is_called_as_it_was_and_fields_as_in_forms(self, bo):
        figure = FigureFactory(initiative=InitiativeFactory(slug="seeds"), value=7, unit="people")
        for value in (8, 9):
            with recorded("desk"):
                Figure.objects.update(value=value)
        with recorded("desk"):
            Initiative.objects.update(slug="seeds-two")
        url = url_of(Initiative, "history", figure.initiative_id)
        text = visible_text(bo.get(url))
        assert "Last part of the address" in text
        assert "Slug" not in text
        assert text.index("Figure: 9 people") < text.index("Figure: 8 people")

    def test_where_a_record_stands_is_told_and_is_for_buttons_to_change(self, bo):
        initiative = InitiativeFactory(publication="in-review")
        with recorded("desk"):
            Initiative.objects.update(publication="draft")
        html = bo.get(url_of(Initiative, "history", initiative.pk)).content.decode()
        assert "Publication" in html
        assert "Bring back what it was" not in html


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("1,250,000 people", "1,100,000 people", ["1,250,000 ", "1,100,000 ", "people"]),
        ("In 2014, 3.5 per cent", "In 2014, 3.25 per cent", ["3.5 ", "3.25 "]),
    ],
)
def test_a_number_is_one_word_of_a_difference(before, after, words):
    parts = [text for _, text in compared(before, after)]
    assert [word for word in words if word in parts] == words
