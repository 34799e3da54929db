"""A record's way to the public: sent back with remarks, taken on, read by a second pair of eyes."""

import pytest
from django.urls import reverse

from core.models import Notice, Remark, Review, ReviewStep
from core.revision.database import read
from initiatives.models import Initiative
from portal.desk.roles import CURATORS, EDITORS
from tests.desk import Page, said, take_step, url_of
from tests.factories import (
    ForumFactory,
    InitiativeFactory,
    PartnershipFactory,
    ReplicationFactory,
    SessionFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


class People:
    """Two curators and two editors, each with a browser."""

    def __init__(self, client):
        roles = {"amina": CURATORS, "carla": CURATORS, "bo": EDITORS, "eva": EDITORS}
        for name, role in roles.items():
            browser = type(client)()
            browser.user = UserFactory(groups=[role], username=name)
            browser.force_login(browser.user)
            setattr(self, name, browser)


@pytest.fixture
def people(client):
    return People(client)


@pytest.fixture
def initiative():
    sources = ["https://example.org/read"]
    return InitiativeFactory(
        publication="draft",
        title="Seeds",
        themes=["cooperatives"],
        origins=["BRA"],
        sources=sources,
    )


def page_of(client, record):
    return Page(client, url_of(type(record), "change", record.pk))


def press(client, record, button="_save", **values):
    """Change a record's form and press a button; the page, and the record as it is then."""
    page = page_of(client, record).fill(**values)
    page.send(button)
    record.refresh_from_db()
    return page


def text_of(page):
    return page.response.content.decode()


def told(client):
    """What somebody is told, the newest first."""
    return [notice.step.action for notice in Notice.objects.new_to(client.user)]


def send_back(people, initiative, **values):
    press(people.amina, initiative, "_submit", summary="Villages keep seeds.")
    return press(people.bo, initiative, "_send_back", **values)


class TestSentBack:
    def test_it_goes_back_with_a_word_and_remarks_that_stand_beside_their_fields(
        self, people, initiative
    ):
        source = initiative.citations.get()
        row = initiative.figures.create(value=3, unit="people", source=source.source, position=0)
        asked = {"title": "Say which country.", f"figures-{row.pk}": "Which year?"}
        sent = send_back(
            people,
            initiative,
            _word="Good, but two things.",
            _place=list(asked),
            _remark=list(asked.values()),
        )
        assert initiative.publication == "draft"
        assert any("is sent back, and its author is told." in text for text in said(sent.response))
        assert {one.place: one.text for one in Remark.objects.open()} == asked
        assert Remark.objects.last().label == "Figures: 3 people"
        page = page_of(people.amina, initiative)
        assert "Good, but two things." in text_of(page)
        helped = page.response.context["adminform"].form.fields["title"].help_text
        assert "bo: Say which country." in helped
        assert told(people.amina) == ["sent-back"]
        assert told(people.bo) == []

    def test_a_remark_stays_until_it_is_dealt_with_or_submitted_again(self, people, initiative):
        send_back(people, initiative, _place=["title", "summary"], _remark=["One.", "Two."])
        first, second = Remark.objects.open()
        press(people.amina, initiative, title="Seeds of Bahia", _dealt=[first.pk])
        assert list(Remark.objects.open()) == [second]
        press(people.amina, initiative, "_submit", _word="Done, all of it.")
        assert not Remark.objects.open().exists()
        steps = ReviewStep.objects.about(initiative)
        assert [(step.action, step.text, step.user.username) for step in steps] == [
            ("submitted", "", "amina"),
            ("sent-back", "", "bo"),
            ("submitted", "Done, all of it.", "amina"),
        ]
        said_again = text_of(page_of(people.carla, initiative))
        for text in ("Done, all of it.", "One.", "Dealt with by amina"):
            assert text in said_again

    def test_without_a_word_nothing_is_sent_back_and_what_was_typed_stays(self, people, initiative):
        PartnershipFactory(initiative=initiative)
        other = PartnershipFactory().organization
        typed = {"title": "A title just typed", "partnerships-0-organization": other.pk}
        page = send_back(people, initiative, **typed)
        assert page.errors["__all__"] == [
            "Say in a sentence what is to be changed, under “Send it back”."
        ]
        assert 'value="A title just typed"' in text_of(page)
        assert initiative.publication == "in-review"

    def test_only_an_editor_sends_back_or_says_when_it_is_published(self, people, initiative):
        press(people.amina, initiative, "_submit")
        for button in ("_send_back", "_schedule", "_unschedule"):
            page = press(
                people.carla, initiative, button, _word="No.", _publish_at="2999-01-01T09:00"
            )
            assert page.errors["__all__"] == ["Only an editor can do this."]
        assert "_send_back" not in text_of(page_of(people.carla, initiative))
        page = press(people.bo, initiative, "_send_back", _word="x" * 2001)
        assert page.errors["__all__"] == ["Say it in 2000 characters."]
        assert initiative.publication == "in-review"
        assert not Review.objects.exists()

    def test_a_remark_on_a_place_that_is_none_is_about_all_of_it_and_shown_as_text(
        self, people, initiative
    ):
        send_back(people, initiative, _place="no-such", _remark="<b>Bold</b>")
        assert Remark.objects.get().place == ""
        assert "&lt;b&gt;Bold&lt;/b&gt;" in text_of(page_of(people.amina, initiative))


class TestTakingOn:
    def assign(self, client, record, user):
        opts = record._meta
        url = reverse(f"admin:{opts.app_label}_{opts.model_name}_assign", args=[record.pk])
        return client.post(url, {"user": user if user == "" else getattr(user, "pk", user)})

    def at_it(self, record):
        return Review.objects.about(record).get().assigned_to

    def test_one_click_takes_a_record_on_and_another_gives_it_to_somebody(self, people, initiative):
        assert "Nobody has taken it on." in text_of(page_of(people.bo, initiative))
        before = read()
        self.assign(people.bo, initiative, people.bo.user)
        assert "You have taken it on." in text_of(page_of(people.bo, initiative))
        assert told(people.bo) == []
        self.assign(people.bo, initiative, people.amina.user)
        assert "amina has taken it on." in text_of(page_of(people.bo, initiative))
        assert told(people.amina) == ["assigned"]
        self.assign(people.amina, initiative, "")
        assert self.at_it(initiative) is None
        assert read() == before  # it is nothing that readers get

    def test_nobody_takes_on_what_is_not_open_to_them_nor_gives_it_to_a_stranger(
        self, people, initiative
    ):
        stranger, reader = UserFactory(), UserFactory(is_staff=False, groups=[EDITORS])
        for user in (stranger, reader, 999_999, "x"):
            assert self.assign(people.bo, initiative, user).status_code == 403
        initiative.publication = "published"
        initiative.save()
        assert self.assign(people.amina, initiative, people.amina.user).status_code == 403
        people.bo.force_login(stranger)
        assert self.assign(people.bo, initiative, stranger).status_code == 403
        assert (
            people.eva.get(page_of(people.eva, initiative).url[:-7] + "assign/").status_code == 405
        )
        assert not Review.objects.exists()


class TestTwoPairsOfEyes:
    @pytest.fixture(autouse=True)
    def not_alone(self, settings):
        settings.PUBLISH_ALONE = False

    def test_an_editor_publishes_what_another_wrote(self, people, initiative):
        press(people.amina, initiative, "_submit", summary="Villages keep seeds.")
        press(people.bo, initiative, "_publish")
        assert initiative.publication == "published"

    def test_whoever_wrote_it_publishes_by_no_road(self, people, initiative):
        press(people.bo, initiative, "_submit", summary="Villages keep seeds.")
        for values in ({"button": "_publish"}, {"publication": "published"}):
            page = press(people.bo, initiative, **values)
            assert "You have changed it since readers last saw it" in page.errors["__all__"][0]
        page = press(people.bo, initiative, "_schedule", _publish_at="2999-01-01T09:00")
        assert "You have changed it" in page.errors["__all__"][0]
        assert (
            "Not published. You have changed it"
            in said(take_step(people.bo, "publish", initiative))[0]
        )
        add = Page(people.bo, url_of(Initiative, "add"))
        form = page_of(people.bo, initiative).data | add.data
        assert "publication" in form
        initiative.refresh_from_db()
        assert initiative.publication == "in-review"
        press(people.eva, initiative, "_publish")
        assert initiative.publication == "published"

    def test_an_editor_who_mends_a_comma_asks_somebody_to_read_it_as_it_is_then(
        self, people, initiative
    ):
        press(people.amina, initiative, "_submit", summary="Villages keep seeds.")
        page = press(people.bo, initiative, "_publish", summary="Villages keep their seeds.")
        assert "You have changed it" in page.errors["__all__"][0]
        press(people.bo, initiative, summary="Villages keep their seeds.")
        page = page_of(people.amina, initiative)
        assert "Not amina or bo alone" in text_of(page)
        assert "an editor can publish it, even one who has written in it" in text_of(page)
        page = press(people.amina, initiative, "_read")
        assert "you have read" in said(page.response)[0]
        press(people.bo, initiative, "_publish")
        assert initiative.publication == "published"

    def test_reading_holds_for_what_was_read_and_for_nothing_after(self, people, initiative):
        press(people.bo, initiative, "_submit", summary="Villages keep seeds.")
        press(people.amina, initiative, "_read")
        press(people.bo, initiative, approach="Something that nobody else has read.")
        page = press(people.bo, initiative, "_publish")
        assert "You have changed it" in page.errors["__all__"][0]
        press(people.bo, initiative, "_read")
        assert press(people.bo, initiative, "_publish").errors

    def test_steps_are_no_writing_and_what_was_public_begins_anew(self, people, initiative):
        press(people.amina, initiative, "_submit", summary="Villages keep seeds.")
        for step in ("back_to_draft", "submit_for_review", "publish", "archive", "publish"):
            take_step(people.bo, step, initiative)
        initiative.refresh_from_db()
        assert initiative.publication == "published"

    def test_what_readers_see_is_changed_by_a_draft_that_somebody_else_has_looked_at(
        self, people, initiative
    ):
        Initiative.objects.update(publication="published")
        initiative.refresh_from_db()
        page = press(people.bo, initiative, title="Seeds of Bahia")
        assert "press “Save as a draft of changes”" in page.errors["__all__"][0]
        page = page_of(people.bo, initiative).fill(title="Seeds of Bahia")
        draft = page.send("_draft").url
        page = Page(people.bo, draft)
        page.send("_draft_publish")
        assert "You saved this draft last" in page.errors["__all__"][0]
        Page(people.amina, draft).send("_draft")
        Page(people.bo, draft).fill(title="Seeds of Mali").send("_draft_publish")
        initiative.refresh_from_db()
        assert initiative.title == "Seeds"
        assert Page(people.bo, draft).send("_draft_publish").status_code == 302
        initiative.refresh_from_db()
        assert initiative.title == "Seeds of Bahia"

    def test_sessions_are_part_of_what_was_written_of_a_forum(self, people):
        forum = ForumFactory(publication="draft", sources=["https://example.org/read"])
        session = SessionFactory(forum=forum)
        press(people.bo, session, title="Another title")
        assert "You have changed it" in press(people.bo, forum, "_publish").errors["__all__"][0]
        assert press(people.eva, forum, "_publish").errors == {}


def test_the_box_says_where_a_record_stands_and_what_comes_next(people, initiative):
    assert "Begun on" in text_of(page_of(people.amina, initiative))
    page = press(people.amina, initiative, "_submit")
    assert any("is saved and waits for an editor." in text for text in said(page.response))
    assert not any("successfully" in text for text in said(page.response))
    text = text_of(page_of(people.bo, initiative))
    assert "Submitted for review on" in text
    assert "an editor reads it, and publishes it or sends it back" in text
    press(people.bo, initiative, "_publish")
    text = text_of(page_of(people.amina, initiative))
    assert "Published on" in text
    assert "a curator writes a draft of changes" in text
    assert told(people.amina) == ["published"]


@pytest.mark.parametrize("how_many", [1, 5])
def test_the_form_of_what_is_in_review_costs_the_same_however_many_rows_it_has(
    people, initiative, how_many, settings, django_assert_max_num_queries
):
    settings.PUBLISH_ALONE = False
    press(people.amina, initiative, "_submit", summary="Villages keep seeds.")
    for _ in range(how_many):
        PartnershipFactory(initiative=initiative)
        ReplicationFactory(initiative=initiative)
    url = url_of(Initiative, "change", initiative.pk)
    with django_assert_max_num_queries(39):  # one of them only the first time
        page = people.bo.get(url).content.decode()
    assert page.count("Replications: Country") == 3 * how_many  # a choice for each remark
