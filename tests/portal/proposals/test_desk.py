"""What readers propose, at the desk: seen beside its record, and made a replication of."""

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse

from core.models import Draft, KeptReason
from initiatives.models import Initiative, Replication, Source
from portal.accounts.models import AccessEvent
from portal.desk.roles import CURATORS, EDITORS
from portal.proposals.models import Proposal
from tests.desk import Fields, Page, said, take_step, url_of
from tests.factories import (
    CountryFactory,
    InitiativeFactory,
    ReplicationFactory,
    SourceFactory,
    StageFactory,
    ThemeFactory,
    UserFactory,
)
from tests.pages import visible_text

pytestmark = pytest.mark.django_db

SOURCE = "https://example.org/hti"


@pytest.fixture
def initiative():
    return InitiativeFactory(title="Seeds", origins=["BRA"])


def proposed(record, kind="wrong", **values):
    values = {"text": "<script>alert(1)</script>\nRead on.", "name": "Ana"} | values
    return Proposal.objects.create(
        kind=kind, record_kind=record._meta.model_name, record_id=record.public_id, **values
    )


@pytest.fixture
def taken_up(initiative):
    return proposed(initiative, "taken-up", country=CountryFactory(iso3="HTI"), source=SOURCE)


@pytest.fixture
def curator(client):
    client.force_login(UserFactory(groups=[CURATORS]))
    return client


@pytest.fixture
def editor(client):
    client.force_login(UserFactory(groups=[EDITORS], username="eva"))
    return client


def test_it_is_counted_at_home_and_stands_beside_its_record(curator, initiative):
    replication = ReplicationFactory(initiative=initiative)
    first = proposed(initiative)
    proposed(replication)
    proposed(initiative, state="refused", reason="not-so")
    proposed(InitiativeFactory())
    home = visible_text(curator.get(reverse("admin:index")))
    assert "3 New proposals from readers" in home
    form = curator.get(url_of(Initiative, "change", initiative.pk))
    assert "2 proposals from readers about this record are open." in visible_text(form)
    listed = f"{url_of(Proposal, 'changelist')}?about=initiative-{initiative.public_id}"
    assert f'href="{listed}"' in form.content.decode()
    assert len(curator.get(listed).context["cl"].result_list) == 3
    narrowed = curator.get(f"{listed}&state__exact=new&kind__exact=wrong&q=read")
    assert first in narrowed.context["cl"].result_list
    assert "proposals from readers" not in visible_text(curator.get(url_of(Initiative, "add")))


def test_what_came_cannot_be_changed_and_what_becomes_of_it_can(curator, initiative):
    proposal = proposed(initiative)
    page = Page(curator, url_of(Proposal, "change", proposal.pk))
    html = page.response.content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;<br>Read on." in html
    assert "<script>alert(1)" not in html
    assert f'href="{url_of(Initiative, "change", initiative.pk)}"' in html
    page.fill(
        state="done", reason="corrected", remark="Corrected.", text="Other", name="Other"
    ).send()
    proposal.refresh_from_db()
    assert (proposal.state, proposal.remark, proposal.name) == ("done", "Corrected.", "Ana")
    assert proposal.decided_at
    assert "Other" not in proposal.text
    initiative.delete()
    assert "It has been deleted." in visible_text(curator.get(page.url))


@pytest.mark.parametrize("how_many", [1, 3])
def test_a_list_takes_the_same_queries_however_long(curator, how_many, django_assert_num_queries):
    for _ in range(how_many):
        proposed(InitiativeFactory())
        proposed(ReplicationFactory())
    with django_assert_num_queries(13):
        curator.get(url_of(Proposal, "changelist"))


def test_only_who_works_at_the_desk_sees_it(client, taken_up):
    client.force_login(UserFactory())
    make = url_of(Proposal, "make_replication", taken_up.pk)
    for url in (url_of(Proposal, "changelist"), url_of(Proposal, "change", taken_up.pk), make):
        assert client.get(url).status_code == 403
    client.force_login(UserFactory(groups=[CURATORS]))
    assert client.get(url_of(Proposal, "change", taken_up.pk)).status_code == 200
    assert take_step(client, "delete_selected", taken_up).status_code == 302
    assert not Proposal.objects.exists()


def test_whoever_looks_at_who_sent_it_is_noted(editor, initiative):
    known = proposed(initiative, contact="ana@example.org")
    unknown = proposed(initiative, name="")
    for one in (known, unknown):
        assert editor.get(url_of(Proposal, "change", one.pk)).status_code == 200
    assert editor.get(url_of(Proposal, "answer", known.pk)).status_code == 200
    editor.get(url_of(Proposal, "changelist"))
    noted = AccessEvent.objects.filter(kind="sender-seen").values_list("by", "about")
    assert list(noted) == [("eva", f"proposal {known.pk}")] * 2


class TestReplication:
    """An editor makes one of what a country took up, in one step."""

    @pytest.fixture
    def page(self, editor, taken_up):
        StageFactory(slug="adapting", name="Adapting")
        return url_of(Proposal, "make_replication", taken_up.pk)

    def filled(self, editor, page, **values):
        fields = Fields(editor.get(page).content.decode()).data
        stage = StageFactory(slug="adapting").pk
        of_source = {"source-title": "Report", "source-publisher": "Ministry"}
        return {**fields, "stage": stage, **of_source, **values}

    def test_it_is_filled_in_and_stands_with_its_source(self, editor, page, initiative, taken_up):
        assert (
            f'href="{page}"' in editor.get(url_of(Proposal, "change", taken_up.pk)).content.decode()
        )
        response = editor.post(page, self.filled(editor, page, year="2019", note="In schools."))
        assert said(response)[0].endswith("The proposal is done.")
        replication = Replication.objects.get()
        assert str(replication) == "Country BRA → Country HTI (Adapting)"
        assert (replication.initiative, replication.year) == (initiative, 2019)
        assert replication.source == Source.objects.get(url=SOURCE, publisher="Ministry")
        assert initiative.citations.last().source == replication.source
        taken_up.refresh_from_db()
        assert taken_up.state == "done"
        entry = LogEntry.objects.get(content_type__model="initiative")
        assert (entry.user.username, entry.object_id) == ("eva", str(initiative.pk))
        assert "proposed by a reader" in entry.get_change_message()
        assert editor.post(page, {}).status_code == 403

    def test_a_source_that_the_catalogue_has_is_taken(self, editor, page):
        source = SourceFactory(url=SOURCE)
        editor.post(page, self.filled(editor, page))
        assert Replication.objects.get().source == source
        assert Source.objects.filter(url=SOURCE).count() == 1

    def test_what_readers_would_see_of_it_passes_the_gate(self, editor, page, initiative, taken_up):
        values = self.filled(editor, page, note="Ring +254 712 345 678.")
        response = editor.post(page, values)
        (question,) = response.context["questions"]
        assert "“+254 712 345 678”" in question.finding.text
        assert f'name="{question.name}"' in response.content.decode()
        assert not Replication.objects.exists()
        assert not Source.objects.filter(url=SOURCE).exists()
        taken_up.refresh_from_db()
        assert taken_up.state == "new"
        response = editor.post(page, values | {question.name: "A public helpline."})
        assert said(response)[0].endswith("The proposal is done.")
        kept = KeptReason.objects.get()
        assert (kept.row_id, kept.reason) == (initiative.pk, "A public helpline.")

    def test_where_two_look_at_each_change_it_is_a_draft_which_another_publishes(
        self, editor, page, initiative, taken_up, settings
    ):
        settings.PUBLISH_ALONE = False
        initiative.theme_links.create(theme=ThemeFactory(), position=0)
        assert "which somebody else publishes" in visible_text(editor.get(page))
        response = editor.post(page, self.filled(editor, page, year="2019", note="In schools."))
        assert "stands in a draft of changes" in visible_text(editor.get(response.url))
        assert not Replication.objects.exists()
        taken_up.refresh_from_db()
        draft = Draft.objects.get()
        assert (taken_up.state, draft.state) == ("taken-on", "waiting")
        url = url_of(Initiative, "draft", draft.pk)
        assert (
            "You saved this draft last" in Page(editor, url).send("_draft_publish").content.decode()
        )
        another = Client()
        another.force_login(UserFactory(groups=[EDITORS]))
        assert Page(another, url).send("_draft_publish").status_code == 302
        replication = Replication.objects.get()
        assert str(replication) == "Country BRA → Country HTI (Adapting)"
        assert (replication.initiative, replication.year) == (initiative, 2019)
        assert (replication.source.url, replication.note) == (SOURCE, "In schools.")
        assert initiative.citations.last().source == replication.source

    def test_it_is_held_to_the_rules_of_the_desk(self, editor, page, initiative, taken_up):
        values = self.filled(editor, page)
        for wrong, sentence in [
            ({"to_country": values["from_country"]}, "A country cannot replicate its own"),
            ({"stage": ""}, "This field is required."),
            ({"source-title": ""}, "This field is required."),
            ({"source-url": "ftp://example.org"}, "Enter a valid URL."),
        ]:
            response = editor.post(page, values | wrong)
            assert response.status_code == 200
            assert sentence in visible_text(response)
        stands = Replication(initiative=initiative, source=SourceFactory())
        for name in ("from_country", "to_country", "stage"):
            setattr(stands, f"{name}_id", values[name])
        stands.save()
        assert "stands there already" in visible_text(editor.post(page, values))
        taken_up.refresh_from_db()
        assert (taken_up.state, Replication.objects.count()) == ("new", 1)
        assert not Source.objects.filter(url=SOURCE).exists()
