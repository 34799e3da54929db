"""What is to be used no more is said in the answers that have to do with it, and described."""

from datetime import date

import pytest
from drf_spectacular.generators import SchemaGenerator

from core.api.contract.comparison import changes
from core.api.deprecation import Deprecated
from tests.pages import visible_text
from tests.portal.api.world import related_records

DAYS = {"since": date(2026, 12, 1), "until": date(2027, 12, 1)}
LIST, RECORD = "/api/v1/initiatives/", "/api/v1/initiatives/{slug}/"
PLANTED = [
    Deprecated(LIST, **DAYS, instead="Use `exclude_kind`.", parameter="kind"),
    Deprecated(RECORD, **DAYS, instead="Use `title`.", field="acronym"),
    Deprecated("/api/v1/stages/", **DAYS, instead="Use `/api/v1/kinds/`."),
    Deprecated("/api/v1/changes/digests/", **DAYS, instead="Nothing takes its place."),
    Deprecated(
        "/api/v1/changes/digests/",
        since=date(2027, 1, 1),
        until=date(2029, 1, 1),
        instead="Nothing takes its place.",
    ),
]
NAMES = ("Deprecation", "Sunset", "Link")


@pytest.fixture
def planted(settings, db):
    """A catalogue of which some questions have to do with what is deprecated."""
    settings.API_DEPRECATED = PLANTED
    related_records("open")


@pytest.fixture
def document(planted):
    return SchemaGenerator().get_schema(public=True)


@pytest.mark.parametrize(
    "path",
    [
        f"{LIST}?kind=project",
        "/api/v1/initiatives/seeds-open/",
        "/api/v1/initiatives/seeds-open/?fields=title,acronym",
        "/api/v1/stages/",
        "/api/v1/changes/digests/",
    ],
)
def test_the_answer_says_since_when_until_when_and_where_to_read_more(
    caching, client, planted, path
):
    for _ in range(2):  # the second one is kept
        headers = client.get(path).headers
        assert headers["Deprecation"] == "@1796083200"  # 2026-12-01
        assert headers["Sunset"] == "Wed, 01 Dec 2027 00:00:00 GMT"
        assert headers["Link"] == (
            '</api/#versions>; rel="deprecation"; type="text/html", '
            '</api/#versions>; rel="sunset"; type="text/html"'
        )


@pytest.mark.parametrize(
    "path",
    [
        LIST,
        f"{LIST}?exclude_kind=project",
        "/api/v1/initiatives/seeds-open/?fields=title",
        "/api/v1/stages/replicated/",
        "/api/v1/kinds/",
    ],
)
def test_other_answers_say_nothing(client, planted, path):
    response = client.get(path)
    assert response.status_code == 200
    assert [name for name in NAMES if response.has_header(name)] == []


def test_nothing_is_deprecated_for_less_than_a_year():
    with pytest.raises(ValueError, match="at least 365 days"):
        Deprecated(LIST, date(2026, 12, 1), date(2027, 11, 30), "Use another.")


def test_the_schema_marks_it(document):
    operation = document["paths"][LIST]["get"]
    (kind,) = (one for one in operation["parameters"] if one["name"] == "kind")
    fields = document["components"]["schemas"]["Initiative"]["properties"]
    stages = document["paths"]["/api/v1/stages/"]["get"]
    for part, instead in ((kind, "exclude_kind"), (fields["acronym"], "title"), (stages, "kinds")):
        assert part["deprecated"] is True
        assert part["x-sunset"] == "2027-12-01"
        assert f"Deprecated: Use `{instead}" in part["description"].replace("/api/v1/", "")
    assert "deprecated" not in operation
    for path in (LIST, RECORD, "/api/v1/stages/"):
        assert set(NAMES) <= document["paths"][path]["get"]["responses"]["200"]["headers"].keys()
    assert set(NAMES) <= document["components"]["headers"].keys()
    assert (
        not set(NAMES)
        & document["paths"]["/api/v1/kinds/"]["get"]["responses"]["200"]["headers"].keys()
    )


def test_to_deprecate_breaks_nothing_and_is_told(settings, document):
    settings.API_DEPRECATED = []
    before = SchemaGenerator().get_schema(public=True)
    found = changes(before, document)
    assert [change for change in found if change.is_breaking] == []
    told = {(change.where, change.says) for change in found}
    assert ("GET /api/v1/stages/", "is deprecated and may go on 2027-12-01") in told
    assert ("Initiative", "`acronym` is deprecated and may go on 2027-12-01") in told


def test_what_is_not_there_cannot_be_deprecated(settings):
    settings.API_DEPRECATED = [Deprecated(LIST, **DAYS, instead="-", parameter="no-such")]
    with pytest.raises(LookupError):
        SchemaGenerator().get_schema(public=True)


def test_readers_of_the_guide_are_told(client, planted):
    told = visible_text(client.get("/api/"))
    assert "The parameter kind of /api/v1/initiatives/, until 1 December 2027." in told
    assert "Use exclude_kind." in told


def test_readers_are_told_that_nothing_is_deprecated(client, db, settings):
    settings.API_DEPRECATED = []
    assert "Nothing is deprecated now." in visible_text(client.get("/api/"))
