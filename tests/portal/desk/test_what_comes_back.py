"""What was deleted, withdrawn or changed comes back by nobody who could not have published it."""

import pytest

from core.history import recorded
from core.models import Edit, EditedRow
from forum.models import Forum, Session
from initiatives.models import Initiative
from portal.desk.roles import CURATORS, EDITORS
from tests.desk import Page, said, signed_in, take_step, url_of
from tests.factories import (
    ForumFactory,
    InitiativeFactory,
    SessionFactory,
)
from tests.pages import visible_text

pytestmark = pytest.mark.django_db


@pytest.fixture
def bo(db):
    return signed_in("bo", EDITORS)


@pytest.fixture
def eva(db):
    return signed_in("eva", EDITORS)


@pytest.fixture
def amina(db):
    return signed_in("amina", CURATORS)


@pytest.fixture
def forum():
    return ForumFactory(title="Fair work", sources=["https://example.org/f"], publication="draft")


def publish(record):
    with recorded("desk"):
        type(record).objects.filter(pk=record.pk).update(publication="published")


def delete(client, record):
    """Delete a record on its page: where it can be brought back."""
    client.post(url_of(type(record), "delete", record.pk), {"post": "yes"})
    row = EditedRow.objects.deletions().get(
        table_name=type(record)._meta.db_table, row_id=record.pk
    )
    return f"/admin/deleted/{row.pk}/"


def undo_url():
    """Where the last step can be undone."""
    return f"/admin/steps/{Edit.objects.exclude(way='desk').first().pk}/undo/"


class TestBringingBackASession:
    def test_a_curator_does_to_a_forum_that_is_a_draft(self, amina, forum):
        url = delete(amina, SessionFactory(forum=forum))
        assert amina.post(url).status_code == 302
        assert Session.objects.count() == 1

    def test_a_curator_does_not_once_the_forum_is_public(self, amina, client, forum):
        session = SessionFactory(forum=forum, title="Nobody has read this")
        SessionFactory(forum=forum)
        url = delete(amina, session)
        publish(forum)
        assert "Bring back</a>" not in amina.get("/admin/deleted/").content.decode()
        assert [amina.get(url).status_code, amina.post(url).status_code] == [403, 403]
        assert "Nobody has read this" not in visible_text(client.get(forum.get_absolute_url()))

    def test_a_curator_does_not_undo_what_an_editor_took_out_of_a_public_forum(
        self, bo, amina, forum
    ):
        session = SessionFactory(forum=forum)
        SessionFactory(forum=forum)
        publish(forum)
        url = delete(bo, session)
        assert amina.post(url).status_code == 403
        assert bo.post(url).status_code == 302
        assert Session.objects.filter(pk=session.pk).exists()

    def test_an_editor_does_not_either_where_checks_find_errors_in_the_forum_then(self, bo, forum):
        session = SessionFactory(forum=forum, summary="Write to ada@example.org.")
        SessionFactory(forum=forum)
        url = delete(bo, session)
        publish(forum)
        answer = bo.post(url)
        assert "It cannot come back: " in said(answer)[-1]
        assert "e-mail address" in said(answer)[-1]
        assert Session.objects.count() == 1

    def test_alone_she_brings_back_what_readers_saw_and_nothing_else(
        self, bo, eva, forum, settings
    ):
        settings.PUBLISH_ALONE = False
        unread, seen = SessionFactory(forum=forum), SessionFactory(forum=forum)
        SessionFactory(forum=forum)
        of_unread = delete(bo, unread)
        publish(forum)
        of_seen = delete(bo, seen)
        text = visible_text(bo.get(of_unread))
        assert "Readers see “Fair work”, and have never seen this there" in text
        assert "Bring it back" not in text
        bo.post(of_unread)
        bo.post(of_seen)
        assert seen in Session.objects.all()
        assert unread not in Session.objects.all()


class TestUndoing:
    def initiative(self, **values):
        sources = {"sources": ["https://example.org/1"], "themes": ["a"], "origins": ["BRA"]}
        return InitiativeFactory(**sources | values)

    @pytest.mark.parametrize("step", ["back_to_draft", "archive"])
    def test_a_curator_does_not_publish_again_what_an_editor_withdrew(self, bo, amina, step):
        initiative = self.initiative()
        take_step(bo, step, initiative)
        assert "You may not change it back." in visible_text(amina.get(undo_url()))
        amina.post(undo_url())
        initiative.refresh_from_db()
        assert initiative.publication != "published"
        bo.post(undo_url())
        initiative.refresh_from_db()
        assert initiative.publication == "published"

    def test_a_curator_does_not_undo_her_own_step_once_an_editor_has_decided(self, bo, amina):
        initiative = self.initiative(publication="archived")
        take_step(bo, "back_to_draft", initiative)
        amina.post(undo_url())
        initiative.refresh_from_db()
        assert initiative.publication == "draft"

    def test_a_forum_stays_a_draft_once_one_of_its_sessions_has_changed(self, bo, amina, forum):
        session = SessionFactory(forum=forum, title="As readers saw it")
        publish(forum)
        take_step(bo, "back_to_draft", forum)
        Page(amina, url_of(Session, "change", session.pk)).fill(title="Rewritten since").send()
        assert "Changed since: it stays as it is now." in visible_text(bo.get(undo_url()))
        bo.post(undo_url())
        assert Forum.objects.get().publication == "draft"

    @pytest.mark.parametrize("change", ["add", "delete"])
    def test_or_one_was_added_or_deleted(self, bo, forum, change):
        session = SessionFactory(forum=forum)
        publish(forum)
        take_step(bo, "back_to_draft", forum)
        with recorded("desk"):
            SessionFactory(forum=forum) if change == "add" else session.delete()
        bo.post(undo_url())
        assert Forum.objects.get().publication == "draft"

    def test_what_a_session_said_does_not_come_back_to_a_forum_that_was_published_since(
        self, bo, forum
    ):
        session = SessionFactory(forum=forum, summary="Never read.")
        with recorded("import"):
            Session.objects.update(summary="Read by an editor.")
        publish(forum)
        assert "Changed since" in visible_text(bo.get(undo_url()))
        bo.post(undo_url())
        session.refresh_from_db()
        assert session.summary == "Read by an editor."

    def test_a_session_that_was_moved_comes_back_to_a_public_forum_by_editors(
        self, bo, amina, forum, settings
    ):
        public = ForumFactory(title="Seen", sources=["https://example.org/s"])
        session = SessionFactory(forum=public)
        SessionFactory(forum=public)
        with recorded("import"):
            Session.objects.filter(pk=session.pk).update(forum=forum)
        amina.post(undo_url())
        session.refresh_from_db()
        assert session.forum == forum
        settings.PUBLISH_ALONE = False
        bo.post(undo_url())
        session.refresh_from_db()
        assert session.forum == forum
        settings.PUBLISH_ALONE = True
        bo.post(undo_url())
        session.refresh_from_db()
        assert session.forum == public

    def test_nothing_public_gets_an_error_by_it(self, bo):
        initiative = self.initiative(results="Write to ada@example.org.")
        with recorded("import"):
            Initiative.objects.update(results="They have grown.")
        answer = bo.post(undo_url())
        assert "It cannot be undone: " in said(answer)[0]
        initiative.refresh_from_db()
        assert initiative.results == "They have grown."

    def test_alone_nobody_changes_by_it_what_readers_see(self, bo, settings):
        settings.PUBLISH_ALONE = False
        initiative = self.initiative(results="Many.")
        with recorded("import"):
            Initiative.objects.update(results="Few.")
        assert "save that as a draft of changes" in visible_text(bo.get(undo_url()))
        bo.post(undo_url())
        initiative.refresh_from_db()
        assert initiative.results == "Few."

    def test_alone_she_withdraws_and_has_again_what_readers_saw(self, bo, settings):
        settings.PUBLISH_ALONE = False
        initiative = self.initiative()
        take_step(bo, "archive", initiative)
        bo.post(undo_url())
        initiative.refresh_from_db()
        assert initiative.publication == "published"

    def test_what_was_done_in_one_form_is_undone_in_its_history_alone(self, bo):
        initiative = self.initiative()
        with recorded("desk"):
            Initiative.objects.update(title="Another")
        assert bo.post(f"/admin/steps/{Edit.objects.first().pk}/undo/").status_code == 404
        initiative.refresh_from_db()
        assert initiative.title == "Another"
