"""Whoever asks to be erased is nowhere in the database afterwards; what others did stays."""

from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from core.history import recorded
from core.models import Edit, KeptReason
from forum.models import Appearance, Person
from initiatives.models import Initiative
from portal.accounts.models import AccessEvent
from portal.desk.roles import CURATORS, EDITORS
from portal.proposals.answers import Thanks
from portal.proposals.models import Proposal
from tests.desk import Page, url_of
from tests.factories import AppearanceFactory, InitiativeFactory, PersonFactory, UserFactory

pytestmark = pytest.mark.django_db


def erase(**whom):
    out = StringIO()
    call_command("erase_person", stdout=out, **whom)
    return out.getvalue()


def publish():
    """What is published at the end of each transaction, now."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def tables_with(text):
    """Each table that has a text in any row of it."""
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
        found = []
        for name in names:
            cursor.execute(
                f'SELECT count(*) FROM "{name}" AS row WHERE row::text ILIKE %s',  # noqa: S608
                [f"%{text}%"],
            )
            if cursor.fetchone()[0]:
                found.append(name)
    return found


def proposal(**fields):
    public_id = InitiativeFactory().public_id
    return Proposal.objects.create(
        kind="wrong", record_kind="initiative", record_id=public_id, text="A year is off.", **fields
    )


def test_a_person_is_nowhere_afterwards_and_without_yes_nothing_has_changed(client):
    client.force_login(UserFactory(groups=[EDITORS], username="editor"))
    person = PersonFactory(
        slug="zenobia-quill", name="Zenobia Quill", sources=["https://example.org/a"]
    )
    appearance = AppearanceFactory(person=person)
    other = AppearanceFactory()
    Page(client, url_of(Person, "change", person.pk)).fill(name="Zenobia Quill").send()
    page = Page(client, url_of(Person, "new_draft", person.pk))
    page.fill(name="Zenobia Quill, Dr").send("_draft")
    KeptReason.objects.create(
        kind="person", row_id=1, check_name="a", finding="As Zenobia Quill", digest="1", reason="."
    )
    proposal(name="Zenobia Quill")
    publish()
    assert "portal_publicrecord" in tables_with("Zenobia")
    said = erase(record="zenobia-quill")
    assert "1 appearances in sessions" in said
    assert "Nothing is erased yet" in said
    assert Person.objects.filter(pk=person.pk).exists()
    assert Appearance.objects.filter(pk=appearance.pk).exists()
    said = erase(record="zenobia-quill", yes=True)
    assert "Erased." in said
    assert tables_with("Zenobia") == []
    assert Appearance.objects.get() == other
    assert client.get("/people/zenobia-quill/").status_code == 404


def test_texts_that_only_people_can_word_anew_are_named():
    PersonFactory(slug="zenobia-quill", name="Zenobia Quill")
    InitiativeFactory(slug="seeds", summary="Zenobia Quill told of it.")
    publish()
    assert "initiative seeds. Change it first." in erase(record="zenobia-quill")


def test_an_account_becomes_a_name_that_tells_nothing_and_its_work_stays(client):
    user = UserFactory(
        username="zenobia",
        first_name="Zenobia",
        last_name="Quill",
        email="zq@example.org",
        groups=[CURATORS],
    )
    client.force_login(user)
    with recorded("desk", user=user, reason="zq@example.org wrote"):
        InitiativeFactory(title="Hers")
    changes = Edit.objects.filter(user_id=user.pk).count()
    assert "session" in erase(account="zenobia", yes=True)
    assert tables_with("zenobia") == tables_with("zq@example.org") == []
    user.refresh_from_db()
    assert (user.username, user.is_active, user.is_staff) == (f"erased-{user.pk}", False, False)
    assert not user.has_usable_password()
    assert not user.groups.exists()
    assert Edit.objects.filter(user_id=user.pk, name=user.username).count() == changes > 0
    assert Initiative.objects.get().title == "Hers"
    assert client.get("/admin/").status_code == 302
    assert not AccessEvent.objects.filter(by=user.username).exclude(address="").exists()


def test_the_last_who_may_do_everything_stays():
    UserFactory(username="only", is_superuser=True)
    with pytest.raises(CommandError, match="make another administrator first"):
        erase(account="only", yes=True)
    assert User.objects.get().username == "only"


def test_a_line_of_the_access_log_keeps_its_kind_and_time_whatever_is_erased():
    event = AccessEvent.objects.create(kind="signed-in", by="zenobia")
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('access_log.erasing', 'yes', true)")
        with pytest.raises(IntegrityError, match="only added to"), transaction.atomic():
            AccessEvent.objects.filter(pk=event.pk).update(kind="failed")


def test_a_sender_is_found_by_the_address_and_forgotten_with_her_name():
    kept = proposal(name="Bo", contact="bo@example.org")
    sent = proposal(name="Zenobia", contact="Zenobia <ZQ@example.org>", thanks_as="Zenobia Q.")
    Thanks.objects.create(
        name="Zenobia Q.", record_kind="initiative", record_id=sent.record_id, proposal=sent
    )
    erase(sender="zq@example.org")
    assert Thanks.objects.exists()
    erase(sender="zq@example.org", yes=True)
    assert tables_with("zenobia") == tables_with("zq@example") == []
    kept.refresh_from_db()
    assert kept.contact == "bo@example.org"
    assert Proposal.objects.count() == 2


def test_who_is_not_there_is_told():
    for whom in ({"record": "nobody"}, {"account": "nobody"}, {"sender": "nobody"}):
        with pytest.raises(CommandError):
            erase(**whom)
