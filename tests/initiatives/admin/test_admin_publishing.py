"""Who may bring which record from draft to the public, by which road, and what stops it."""

import pytest
from django.contrib.admin.models import LogEntry

from core.admin.gate import ASKED
from core.models import KeptReason
from core.publishing import findings_of
from forum.models import Forum, Person
from initiatives.models import Initiative, Organization, Resource
from portal.desk.roles import CURATORS, EDITORS
from tests.desk import Fields, Page, choose, confirm, said, take_step, url_of
from tests.factories import (
    FigureFactory,
    ForumFactory,
    InitiativeFactory,
    OrganizationFactory,
    PartnershipFactory,
    PersonFactory,
    ResourceFactory,
    SourceFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

FACTORIES = {
    Initiative: InitiativeFactory,
    Organization: OrganizationFactory,
    Resource: ResourceFactory,
    Forum: ForumFactory,
    Person: PersonFactory,
}
each_kind = pytest.mark.parametrize("model", FACTORIES, ids=lambda model: model.__name__)


@pytest.fixture
def curator(client):
    client.force_login(UserFactory(groups=[CURATORS]))
    return client


@pytest.fixture
def editor(client):
    client.force_login(UserFactory(groups=[EDITORS], username="bo"))
    return client


def make(model, publication="draft", **values):
    """A record with all that publishing demands."""
    if model is Initiative:
        values.setdefault("themes", ["cooperatives"])
        values.setdefault("origins", ["BRA"])
    values.setdefault("sources", ["https://www.ilo.org/read"])
    return FACTORIES[model](publication=publication, **values)


def act(client, action, *records):
    """Take a step with records of a list."""
    response = take_step(client, action, *records)
    for record in records:
        record.refresh_from_db()
    return response


def reopened(client, record):
    """What the form of a record says."""
    return client.get(url_of(type(record), "change", record.pk)).content.decode()


def change(client, record, button="_save", **values):
    page = Page(client, url_of(type(record), "change", record.pk))
    page.fill(**values).send(button)
    record.refresh_from_db()
    return page


@each_kind
def test_a_curator_submits_by_the_button_and_an_editor_publishes_by_it(client, model):
    record = make(model)
    client.force_login(UserFactory(groups=[CURATORS]))
    change(client, record, "_submit")
    assert record.publication == "in-review"
    client.force_login(UserFactory(groups=[EDITORS]))
    change(client, record, "_publish")
    assert record.publication == "published"
    logged = [entry.get_change_message() for entry in LogEntry.objects.order_by("pk")]
    assert logged == ["Changed Publication: in review.", "Changed Publication: published."]


@each_kind
def test_a_curator_publishes_by_no_road(curator, model):
    record = make(model, "in-review")
    page = change(curator, record, "_publish")
    assert page.errors["publication"] == [
        "Select a valid choice. published is not one of the available choices."
    ]
    for state in ("published", "archived"):
        assert "publication" in change(curator, record, publication=state).errors
    response = act(curator, "publish", record)
    assert said(response) == ["No action selected."]
    assert record.publication == "in-review"
    add = Page(curator, url_of(model, "add")).fill(publication="published")
    add.send()
    assert "publication" in add.errors


@each_kind
@pytest.mark.parametrize("state", ["published", "archived"])
def test_what_an_editor_has_decided_on_a_curator_can_only_look_at(curator, model, state):
    record = make(model, state)
    url = url_of(model, "change", record.pk)
    page = Page(curator, url)
    assert "_save" not in page.response.content.decode()
    assert curator.post(url, {"slug": "taken-over"}).status_code == 403
    assert curator.post(url_of(model, "delete", record.pk), {"post": "yes"}).status_code == 403
    assert "Only an editor can change it." in said(act(curator, "back_to_draft", record))[0]
    act(curator, "delete_selected", record)
    assert record.publication == state


@each_kind
def test_a_curator_may_delete_a_draft(curator, model):
    record = make(model)
    response = curator.post(url_of(model, "delete", record.pk), {"post": "yes"})
    assert response.status_code == 302
    assert not model.objects.filter(pk=record.pk).exists()


@each_kind
def test_an_editor_takes_a_record_through_all_states_by_actions(editor, model):
    record = make(model)
    for action, state in [
        ("submit_for_review", "in-review"),
        ("back_to_draft", "draft"),
        ("publish", "published"),
        ("archive", "archived"),
        ("publish", "published"),
        ("back_to_draft", "draft"),
    ]:
        act(editor, action, record)
        assert record.publication == state
    assert LogEntry.objects.filter(object_id=record.pk).count() == 6


@each_kind
def test_without_a_source_nothing_is_published(editor, model):
    record = make(model, sources=[])
    question = choose(editor, "publish", record).content.decode()
    assert "There is nothing to be done." in question
    assert "It has no source." in question
    page = change(editor, record, "_publish")
    assert page.errors == {"__all__": ["It has no source."]}
    page = change(editor, record, publication="published")
    assert page.errors == {"__all__": ["It has no source."]}
    assert record.publication == "draft"


def test_what_was_typed_is_still_in_the_form_when_publishing_is_refused(editor):
    record = make(Initiative, themes=[])
    page = change(editor, record, "_publish", title="A title just typed")
    assert page.errors == {"__all__": ["It has no theme."]}
    assert 'value="A title just typed"' in page.response.content.decode()
    assert record.title != "A title just typed"
    assert not LogEntry.objects.exists()


def test_the_last_source_of_a_published_record_cannot_be_removed(editor):
    record = make(Initiative, "published")
    page = change(editor, record, **{"citations-0-DELETE": "on"})
    assert page.errors == {"__all__": ["It has no source."]}
    assert record.citations.count() == 1


def test_one_save_may_bring_all_that_publishing_demands(editor):
    record = make(Initiative, themes=[], sources=[])
    theme = make(Initiative).theme_links.get().theme
    page = Page(editor, url_of(Initiative, "change", record.pk))
    page.add_row("theme_links", theme=theme.pk)
    page.add_row("citations", source=SourceFactory().pk)
    page.send("_publish")
    record.refresh_from_db()
    assert record.publication == "published"


def test_a_record_without_words_is_refused_field_by_field():
    record = make(Initiative, publication="draft", approach="", themes=[])
    assert [(finding.field, finding.text) for finding in findings_of(record)] == [
        ("approach", "It has no approach."),
        (None, "It has no theme."),
    ]


def test_the_sources_of_claims_become_the_records_own(editor):
    record = make(Initiative, sources=[])
    figure = FigureFactory(initiative=record)
    change(editor, record, "_publish")
    assert [citation.source for citation in record.citations.all()] == [figure.source]
    assert record.publication == "published"


def test_publishing_warns_of_what_readers_will_not_see(editor):
    record = make(Initiative, resources=[make(Resource, title="Unseen report")])
    PartnershipFactory(initiative=record, organization=make(Organization, name="Unseen union"))
    texts = said(act(editor, "publish", record))
    assert texts[0] == "1 initiative: published."
    assert "“Unseen union” is not published (draft): readers will not see it here." in texts[1]
    assert "“Unseen report” is not published (draft)" in texts[2]
    assert record.publication == "published"


def test_submitting_tells_what_publishing_will_demand(curator):
    record = make(Initiative, sources=[])
    page = change(curator, record, "_submit")
    assert record.publication == "in-review"
    assert "before it is published: It has no source." in said(page.response)[0]


def test_a_step_with_many_records_leaves_out_what_is_to_be_mended_and_names_the_first(editor):
    good = make(Initiative, origins=["BRA"])
    bad = [make(Initiative, sources=[]) for _ in range(12)]
    question = choose(editor, "publish", good, *bad).content.decode()
    assert question.count("It has no source.") == 10
    assert "And 2 more." in question
    assert said(act(editor, "publish", good, *bad)) == ["1 initiative: published."]
    assert [record.publication for record in (good, bad[0])] == ["published", "draft"]


class TestReasons:
    """What a check asks about is published when somebody says why, and the answer is kept."""

    def test_the_form_asks_why_and_keeps_the_answer_until_something_changes(self, editor):
        record = make(Initiative, origins=[])
        page = change(editor, record, "_publish", title="A title just typed")
        (question,) = page.response.context["questions"]
        assert question.finding.text == "It names no country where it began."
        assert page.errors == {"__all__": [ASKED]}
        html = page.response.content.decode()
        assert 'value="A title just typed"' in html
        assert 'name="_publish"' in html
        assert record.publication == "draft"
        page.fill(**{question.name: "It began in a network of unions."}).send("_publish")
        record.refresh_from_db()
        assert (record.publication, record.title) == ("published", "A title just typed")
        kept = KeptReason.objects.get()
        assert (kept.check_name, kept.reason) == ("origin", "It began in a network of unions.")
        assert (kept.user.username, kept.row_id) == ("bo", record.pk)
        assert "It began in a network of unions." in reopened(editor, record)
        act(editor, "back_to_draft", record)
        change(editor, record, "_publish")
        assert record.publication == "published"

    def test_a_public_record_is_asked_only_about_what_changes(self, editor):
        record = make(Initiative, "published", origins=[])
        change(editor, record, acronym="SEED")
        assert record.acronym == "SEED"
        page = change(editor, record, results="Call +254 712 345 678.")
        (question,) = page.response.context["questions"]
        assert "“+254 712 345 678”" in question.finding.text
        assert record.results == ""
        page.fill(**{question.name: "A public helpline."}).send()
        record.refresh_from_db()
        assert record.results == "Call +254 712 345 678."
        assert (
            "questions" in change(editor, record, results="Call +254 711 000 999.").response.context
        )
        assert record.results == "Call +254 712 345 678."

    def test_errors_are_refused_at_their_fields(self, editor):
        record = make(Initiative)
        page = change(editor, record, "_publish", results="Write to ana@example.org.")
        (text,) = page.errors["results"]
        assert "ana@example.org" in text
        assert record.publication == "draft"

    def test_one_answer_serves_many_records_and_without_one_they_stay(self, editor):
        records = [make(Initiative, origins=[]) for _ in range(3)]
        question = choose(editor, "publish", *records)
        assert "It names no country where it began." in question.content.decode()
        (refusal, *_) = said(confirm(editor, question))
        assert "Not published, since nobody says why. It names no country" in refusal
        assert not KeptReason.objects.exists()
        fields = Fields(question.content.decode()).data | {"_why-origin": "Networks."}
        editor.post(question.wsgi_request.get_full_path(), fields)
        assert Initiative.objects.published().count() == 3
        assert {kept.row_id for kept in KeptReason.objects.all()} == {one.pk for one in records}

    def test_a_submitted_record_is_told_what_will_be_asked(self, curator):
        page = change(curator, make(Initiative, origins=[]), "_submit")
        text = "before it is published: It names no country where it began."
        assert any(text in one for one in said(page.response))


def test_places_on_the_home_page_are_for_editors_to_give(client):
    first, second, draft = (make(Initiative, state) for state in ("published",) * 2 + ("draft",))
    client.force_login(UserFactory(groups=[CURATORS]))
    assert said(act(client, "put_on_home_page", first)) == ["No action selected."]
    change(client, draft, featured="1")
    assert draft.featured is None
    client.force_login(UserFactory(groups=[EDITORS]))
    *_, refusal = said(act(client, "put_on_home_page", first, second, draft))
    assert (first.featured, second.featured, draft.featured) == (1, 2, None)
    assert f"{draft}</a>: Publish it first." in refusal
    act(client, "take_off_home_page", first)
    assert (first.featured, second.featured) == (None, 2)


def test_nothing_changes_on_get(editor):
    record = make(Initiative)
    url = url_of(Initiative, "changelist")
    editor.get(url, {"action": "publish", "_selected_action": record.pk})
    editor.get(url_of(Initiative, "change", record.pk), {"_publish": "1"})
    record.refresh_from_db()
    assert record.publication == "draft"


def test_the_desk_asks_for_a_token_against_forged_requests(client):
    user = UserFactory(groups=[EDITORS])
    strict = type(client)(enforce_csrf_checks=True)
    strict.force_login(user)
    record = make(Initiative)
    data = {"action": "publish", "_selected_action": record.pk}
    assert strict.post(url_of(Initiative, "changelist"), data).status_code == 403


@each_kind
def test_buttons_offer_the_steps_that_come_next(client, model):
    curator, editor = UserFactory(groups=[CURATORS]), UserFactory(groups=[EDITORS])
    expected = {
        ("draft", curator): {"_submit"},
        ("draft", editor): {"_submit", "_publish"},
        ("in-review", curator): set(),
        ("in-review", editor): {"_publish"},
        ("published", curator): set(),
        ("published", editor): set(),
        ("archived", editor): {"_publish"},
    }
    for (state, user), buttons in expected.items():
        record = make(model, state)
        client.force_login(user)
        html = client.get(url_of(model, "change", record.pk)).content.decode()
        assert {name for name in ("_submit", "_publish") if f'name="{name}"' in html} == buttons


def test_only_what_readers_can_open_is_offered_to_view_on_the_site(editor):
    for state in ("draft", "in-review", "archived"):
        page = Page(editor, url_of(Initiative, "change", make(Initiative, state).pk))
        assert "View on site" not in page.response.content.decode()
    page = Page(editor, url_of(Initiative, "change", make(Initiative, "published").pk))
    assert "View on site" in page.response.content.decode()
