"""Version 1 keeps what it promises, and tells of what changes."""

from copy import deepcopy
from datetime import date

import pytest
import yaml
from django.core.management import CommandError, call_command

from core.api.contract.changelog import released, renewed
from core.api.contract.comparison import Change, changes
from portal.api import contract
from tests.pages import visible_text

OPENING = "# Changes\n\nWhat has changed.\n\n"
FORMER = "## 2026-11-29\n\nThe first release.\n"
FURTHER = [
    Change("Theme", "`colour` is new", False),
    Change("GET /api/v1/themes/", "parameter `q` is new", False),
    Change("Theme", "`id` is gone", True),
]


def test_nothing_that_was_released_breaks():
    """Else it waits for version 2, or is deprecated: docs/api.md says how."""
    assert [change for change in contract.changes_since_release() if change.is_breaking] == []


def without_a_field(document):
    del document["components"]["schemas"]["InitiativeSummary"]["properties"]["acronym"]


def with_smaller_pages(document):
    for parameter in document["paths"]["/api/v1/themes/"]["get"]["parameters"]:
        if parameter["name"] == "page_size":
            parameter["schema"]["maximum"] = 50


def with_another_status(document):
    document["components"]["schemas"]["InitiativeStatus"]["enum"].append("paused")


@pytest.mark.parametrize(
    ("plant", "where", "says"),
    [
        (without_a_field, "InitiativeSummary", "`acronym` is gone"),
        (
            with_smaller_pages,
            "GET /api/v1/themes/",
            "parameter `page_size` has a maximum of 50",
        ),
        (with_another_status, "InitiativeStatus", "may be `paused`"),
    ],
)
def test_what_would_break_programs_is_found_in_our_own_description(plant, where, says):
    old = yaml.load(contract.CURRENT.read_text(), yaml.CSafeLoader)
    new = deepcopy(old)
    plant(new)
    assert changes(old, new) == [Change(where, says, True)]


def test_the_changelog_is_current():
    """`make openapi` renews it."""
    text = contract.CHANGELOG.read_text()
    assert renewed(text, contract.changes_since_release()) == text


def test_a_changelog_tells_of_what_comes_next_once():
    once = renewed(OPENING + FORMER, FURTHER)
    assert once == (
        OPENING + "## Next\n\n- `GET /api/v1/themes/`: parameter `q` is new.\n"
        "- `Theme`: `colour` is new; **`id` is gone (breaking)**.\n\n" + FORMER
    )
    assert renewed(once, FURTHER) == once
    assert renewed(once, []) == OPENING + FORMER


def test_what_is_the_same_of_several_is_told_once():
    further = [Change(name, "`more` is new", False) for name in ("Theme", "Region")]
    assert "\n- `Region`, `Theme`: `more` is new.\n" in renewed(OPENING, further)


def test_a_release_gives_it_its_day():
    text = released(renewed(OPENING + FORMER, FURTHER), date(2027, 3, 1))
    assert "## 2027-03-01\n\n- `GET" in text
    assert "Next" not in text


@pytest.fixture
def documents(tmp_path, monkeypatch):
    """A document that was released, the same as it is now, and a changelog: their files."""
    files = {name: tmp_path / name for name in ("RELEASED", "CURRENT", "CHANGELOG")}
    for name, file in files.items():
        for module in (contract, "portal.management.commands.api_changes"):
            target = f"{module}.{name}" if isinstance(module, str) else f"{module.__name__}.{name}"
            monkeypatch.setattr(target, file)
    plain = {"paths": {}, "components": {}}
    with_more = {"paths": {"/new/": {"get": {"operationId": "new", "responses": {}}}}}
    files["RELEASED"].write_text(yaml.safe_dump(plain))
    files["CURRENT"].write_text(yaml.safe_dump(plain | with_more))
    files["CHANGELOG"].write_text(OPENING + FORMER)
    return files


def test_the_command_tells_and_releases(documents):
    call_command("api_changes")
    assert "## Next\n\n- `GET /new/`: is new." in documents["CHANGELOG"].read_text()
    call_command("api_changes", release=True)
    assert "## Next" not in documents["CHANGELOG"].read_text()
    assert "`GET /new/`: is new." in documents["CHANGELOG"].read_text()
    day, document = documents["RELEASED"].read_text().split("\n", 1)
    assert day.startswith("# Released on 20")
    assert document == documents["CURRENT"].read_text()


def test_the_command_fails_where_programs_would_break(documents):
    documents["RELEASED"].write_text(documents["CURRENT"].read_text())
    documents["CURRENT"].write_text(yaml.safe_dump({"paths": {}}))
    with pytest.raises(CommandError, match="GET /new/: is gone"):
        call_command("api_changes", release=True)
    assert "(breaking)" in documents["CHANGELOG"].read_text()
    assert "GET" not in documents["RELEASED"].read_text()


def test_readers_are_told(client, db):
    response = client.get("/api/changelog/")
    told = visible_text(response)
    assert "2026-11-29" in told
    assert "The first release of version 1." in told
    assert 'href="/api/#versions"' in response.content.decode()
    assert 'id="versions"' in client.get("/api/").content.decode()
    assert 'href="/api/changelog/"' in client.get("/api/").content.decode()
