"""Who gets what of the desk by an address typed by hand, or a form sent by hand.

Every address of the desk is walked: one that is new, and has no line in the tables here, fails.
"""

import re

import pytest
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import URLResolver, get_resolver
from factory.base import FactoryMetaClass

from portal.accounts import half_way
from portal.desk.rights import as_table
from portal.desk.roles import (
    ADMINISTRATORS,
    CATALOGUE,
    CURATORS,
    EDITORS,
    REFERENCE,
    ROLES,
    is_publishable,
)
from portal.settings import BASE_DIR
from tests import factories
from tests.desk import signed_in, url_of
from tests.factories import UserFactory
from tests.portal.accounts.signing_in import PASSWORD, give_telephone, password

pytestmark = pytest.mark.django_db

OPEN, ANY = "open to all", "whoever may open the desk"
PAGES = {  # by the name of an address: who gets it; or a permission
    None: OPEN,  # the page of the password, a second time
    "login": OPEN,
    "code": OPEN,  # which need the password first: test_second_factor.py
    "set-up-first": OPEN,
    "invitation": OPEN,  # its token is the key
    "index": ANY,
    "logout": ANY,
    "jsi18n": ANY,
    "search": ANY,  # finds what may be viewed: below
    "autocomplete": "view",  # of what is chosen from
    "app_list": ANY,
    "password_change": ANY,
    "password_change_done": ANY,
    "own_access": ANY,
    "confirm": ANY,
    "set_up": ANY,
    "new_codes": ANY,
    "take_away": ANY,
    "put_away": ANY,
    "deleted": "view",
    "bring_back": "view",
    "edits": "view",
    "undo": "view",
    "view_on_site": "view",
    "reports": ANY,
    "reports_on_paper": ANY,
    "report_table": ANY,
    "alike": "view",
    "imports": "view",
    "import": "view",
    "import_answer": "view",
    "import_faults": "view",
    "import_step": "view",
    "sheets_template": ANY,  # an empty workbook
    "sheets_changelist": "view",
}
VIEWS = {  # by what the address of a model's page ends in: the least that each needs
    "changelist": "view",
    "add": "add",
    "change": "view",
    "delete": "delete",
    "history": "view",
    "version": "view",
    "uses": "view",
    "assign": "view",
    "checked": "view",
    "draft": "view",
    "draft_version": "view",
    "new_draft": "view",
    "preview": "view",
    "links": "view",
    "new_address": "view",
    "replace": "change",
    "make_replication": "change",
    "merge": "view",
    "handle": "change",
    "answer": "change",
    "csv": "view",
    "access": "change",
    "invitation": "change",
}
MODELS = {f"{one._meta.app_label}_{one._meta.model_name}": one for one in admin.site._registry}


def walked(patterns, before=""):
    """Each address below some patterns, and its name."""
    for one in patterns:
        whole = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from walked(one.url_patterns, whole)
        else:
            yield whole, one.name


def keys_of_records():
    """Where there can be a record of a model: its key, by the model."""
    made = {
        one._meta.model: one
        for one in vars(factories).values()
        if isinstance(one, FactoryMetaClass) and not one._meta.abstract
    }
    for model in MODELS.values():
        if model in made and not model.objects.exists():
            made[model]()
    found = {model: model.objects.values_list("pk", flat=True).first() for model in MODELS.values()}
    return {model: key for model, key in found.items() if key}


def addresses(records=()):
    """Each address of the desk, filled in; its name; and its model and what it does, if any."""
    for pattern, name in walked(get_resolver().url_patterns):
        if not pattern.startswith("admin/") or pattern.endswith("(?P<url>.*)$"):
            continue
        filled = re.sub(r"\^\(\?P<app_label>[^)]*\)/\$", "initiatives/", pattern)
        key = next((key for key in keys() if (name or "").startswith(f"{key}_")), None)
        record = dict(records).get(MODELS.get(key), 1)
        filled = re.sub(r"<(?:path|int):\w+>", str(record), filled)
        filled = re.sub(r"<(?:\w+:)?\w+>", "x", filled.replace("<str:kind>", "initiatives"))
        if name == "autocomplete":
            filled += "?app_label=initiatives&model_name=initiative&field_name=kind&term="
        if pattern.endswith("<path:object_id>/") and name is None:
            continue  # leads to the form, whose line is another
        what = name.removeprefix(f"{key}_") if key else None
        yield f"/{filled}", name, MODELS.get(key), what


def keys():
    return sorted(MODELS, key=len, reverse=True)


def needed(name, model, what):
    """Who gets a page: OPEN, ANY, or the permission that it needs."""
    return VIEWS[what] if model else PAGES[name]


def test_each_address_of_the_desk_has_a_line():
    unknown = [
        (address, name)
        for address, name, model, what in addresses()
        if (what not in VIEWS if model else name not in PAGES)
    ]
    assert unknown == []


def half_way_in():
    """Somebody who has given the password, and no code."""
    user = UserFactory(username="anna", is_superuser=True)
    user.set_password(PASSWORD)
    user.save()
    give_telephone(user)
    client, _ = password("anna")
    assert half_way.HALF_WAY in client.session
    return client


@pytest.mark.parametrize("who", ["nobody", "half way", "without the code"])
def test_who_is_not_wholly_signed_in_gets_no_page(who, settings):
    client = Client() if who == "nobody" else half_way_in()
    if who == "without the code":  # a session of a time when none was asked for
        settings.SECOND_FACTOR_REQUIRED = "EDITORS"
        client = signed_in("berta", EDITORS)
    got = [
        (method, address, response.status_code)
        for address, name, model, what in addresses()
        if needed(name, model, what) is not OPEN
        for method in ("get", "post")
        for response in [getattr(client, method)(address)]
        if response.status_code != 302
        or response.headers["Location"].partition("?")[0] not in ("/admin/login/", "/admin/")
    ]
    assert got == []


@pytest.mark.parametrize("role", ["", CURATORS, EDITORS, ADMINISTRATORS])
def test_what_a_role_has_no_right_to_is_refused_by_get_and_by_post(role):
    client = signed_in("somebody", *filter(None, [role]))
    held = ROLES.get(role, {})
    got, asked, records = [], 0, keys_of_records()
    assert len(records) > 20
    for address, name, model, what in addresses(records):
        need = needed(name, model, what)
        if need in (OPEN, ANY) or (not model and role):
            continue
        may = need in held.get(model, ())
        methods = ("post",) if may and what == "change" and "change" not in held[model] else ()
        for method in methods if may else ("get", "post"):
            asked += 1
            response = getattr(client, method)(address)
            is_nothing = what == "history" and response.headers.get("Location") == "/admin/"
            if response.status_code not in (403, 404, 405) and not is_nothing:
                got.append((method, address, response.status_code))
    assert got == []
    assert asked > {"": 400, CURATORS: 100, EDITORS: 50, ADMINISTRATORS: 10}[role]


def test_whoever_may_do_all_is_shown_every_list_and_page():
    """A superuser has no role, and every right; what is not there is 404."""
    client = signed_in("root")
    client.user.is_superuser = True
    client.user.save()
    got, asked = [], 0
    for address, name, model, what in addresses(keys_of_records()):
        if needed(name, model, what) is OPEN or what not in (None, "changelist"):
            continue
        if name == "logout":
            continue
        asked += 1
        response = client.get(address)
        response.getvalue()  # a file is closed when it has been read
        is_shown = response.status_code in (200, 302, 404, 405)
        if not is_shown or "/login/" in response.headers.get("Location", ""):
            got.append((address, response.status_code))
    assert got == []
    assert asked > 50


@pytest.mark.parametrize("role", [CURATORS, EDITORS, ADMINISTRATORS])
def test_what_a_role_may_look_at_is_shown(role):
    """The lists, each asked for by the least role that has the right."""
    roles = list(ROLES)
    below = ROLES[roles[roles.index(role) - 1]] if role != CURATORS else {}
    client = signed_in("somebody", role)
    for model in MODELS.values():
        new = set(ROLES[role].get(model, ())) - set(below.get(model, ()))
        if "view" in new:
            assert client.get(url_of(model, "changelist")).status_code == 200


class TestCurators:
    """Their rights end where readers begin to see a record."""

    @pytest.fixture
    def carla(self):
        return signed_in("carla", CURATORS)

    @pytest.mark.parametrize(
        "factory", ["Initiative", "Organization", "Resource", "Forum", "Person"]
    )
    @pytest.mark.parametrize("state", ["published", "archived"])
    def test_what_is_public_or_was_they_neither_change_nor_delete(self, carla, factory, state):
        record = getattr(factories, f"{factory}Factory")(publication=state)
        before = vars(type(record).objects.get(pk=record.pk))
        for page, data in (("change", {"_publish": "1"}), ("delete", {"post": "yes"})):
            assert carla.post(url_of(type(record), page, record.pk), data).status_code == 403
        after = vars(type(record).objects.get(pk=record.pk))
        assert {**after, "_state": None} == {**before, "_state": None}

    @pytest.mark.parametrize(
        "factory", ["Initiative", "Organization", "Resource", "Forum", "Person"]
    )
    def test_no_step_with_many_makes_anything_public(self, carla, factory):
        record = getattr(factories, f"{factory}Factory")(publication="in-review")
        model = type(record)
        desk = admin.site.get_model_admin(model)
        editor = signed_in("edda", EDITORS)
        request = editor.get(url_of(model, "changelist")).wsgi_request
        steps = set(desk.get_actions(request))
        mine = set(desk.get_actions(carla.get(url_of(model, "changelist")).wsgi_request))
        assert steps - mine
        for step in steps - mine:
            data = {"action": step, "_selected_action": [record.pk], "index": "0", "confirmed": "1"}
            carla.post(url_of(model, "changelist"), data)
            assert model.objects.get(pk=record.pk).publication == "in-review"

    def test_a_draft_is_not_made_public_by_a_forged_field(self, carla):
        record = factories.InitiativeFactory(publication="draft")
        url = url_of(type(record), "change", record.pk)
        for forged in ({"publication": "published", "_save": "1"}, {"_publish": "1"}):
            carla.post(url, {"title": "x"} | forged)
            record.refresh_from_db()
            assert not record.is_published


def test_the_way_to_a_page_tells_no_address_of_a_draft():
    record = factories.InitiativeFactory(slug="seeds-for-all", publication="draft")
    kind = ContentType.objects.get_for_model(record).pk
    url = f"/admin/r/{kind}/{record.pk}/"
    assert signed_in("stranger").get(url).status_code == 403
    assert "seeds-for-all" in signed_in("carla", CURATORS).get(url).headers["Location"]
    assert signed_in("edda", EDITORS).get("/admin/r/x/1/").status_code == 404


class TestSearches:
    """Searches and choices are pages, too."""

    def test_whoever_has_no_role_finds_nothing(self):
        factories.InitiativeFactory(title="Seeds for all", publication="draft")
        stranger = signed_in("stranger")
        assert b"Seeds" not in stranger.get("/admin/search/?s=seeds").content
        assert b"Seeds" not in stranger.get("/admin/").content
        assert b"Seeds" in signed_in("carla", CURATORS).get("/admin/search/?s=seeds").content

    @pytest.mark.parametrize("role", [CURATORS, EDITORS])
    def test_choices_of_people_and_permissions_are_for_administrators(self, role):
        somebody = signed_in("somebody", role)
        for model, field in (("user", "groups"), ("group", "permissions")):
            question = f"app_label=auth&model_name={model}&field_name={field}&term="
            assert somebody.get(f"/admin/autocomplete/?{question}").status_code == 403


def test_the_document_has_the_table():
    assert as_table() in (BASE_DIR / "docs/desk.md").read_text()


def test_all_models_of_the_desk_have_a_line_in_the_table_of_rights():
    assert set(MODELS.values()) <= set(ROLES[ADMINISTRATORS])
    assert set(CATALOGUE) | set(REFERENCE) <= set(ROLES[CURATORS])
    assert all("publish" in ROLES[EDITORS][one] for one in CATALOGUE if is_publishable(one))
