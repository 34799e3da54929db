"""A client in Python, made by openapi-python-client, reads all that the API has."""

import importlib
import json
import pkgutil
import sys

import pytest

from initiatives.models import Initiative
from tests.portal.api.world import COLLECTIONS
from tests.portal.clients.conftest import PORTAL, blocks, run

PACKAGE = "decent_work_solutions_api_client"
KEYS = {"countries": "iso3", "sdgs": "number", "replications": "id", "sources": "id"}
BESIDE_LISTS = {"root", "changes_list", "changes_digests"}


@pytest.fixture
def package(python_client, monkeypatch):
    """The package, imported."""
    monkeypatch.syspath_prepend(python_client)
    return importlib.import_module(PACKAGE)


@pytest.fixture
def models(package):
    """The types of the client."""
    return importlib.import_module(f"{PACKAGE}.models")


@pytest.fixture
def operations(package):
    """The functions of the client, each the module of an operation, by name."""
    api = importlib.import_module(f"{PACKAGE}.api")
    found = pkgutil.walk_packages(api.__path__, f"{api.__name__}.")
    return {
        module.name.rpartition(".")[2]: importlib.import_module(module.name)
        for module in found
        if not module.ispkg
    }


@pytest.fixture
def ask(package, operations, catalogue, live_server):
    """Ask by a function of the client: `ask("themes_list", page_size=3)`, an answer with `parsed`.

    What the client understood of it is what stands there, nothing less and nothing else.
    """
    with package.Client(base_url=live_server.url) as client:

        def ask(name, *key, **query):
            answer = operations[name].sync_detailed(*key, client=client, **query)
            assert plain(answer.parsed.to_dict()) == json.loads(answer.content)
            return answer

        yield ask


def plain(said):
    """What a model says, with points in time as the API writes them."""
    return json.loads(json.dumps(said).replace('+00:00"', 'Z"'))


def test_operations_are_called_by_their_lists(operations):
    names = [name.replace("-", "_") for name in COLLECTIONS]
    every = {f"{name}_{what}" for name in names for what in ("list", "retrieve")}
    assert set(operations) == every | BESIDE_LISTS


def test_every_list_and_each_kind_of_record_is_read(ask):
    for name in COLLECTIONS:
        operation = name.replace("-", "_")
        found = ask(f"{operation}_list", page_size=100).parsed
        assert found.count >= len(found.results) > 0, name
        for entry in found.results[:3]:
            record = ask(f"{operation}_retrieve", getattr(entry, KEYS.get(name, "slug"))).parsed
            assert entry.to_dict().items() <= record.to_dict().items()


def test_values_are_those_of_the_catalogue(ask, models):
    by_title = models.InitiativesListSort.TITLE
    found = ask("initiatives_list", theme=["child-labour"], sort=by_title).parsed
    published = Initiative.objects.published()
    assert found.count == published.filter(themes__slug="child-labour").distinct().count()
    first = found.results[0]
    stored = published.get(slug=first.slug)
    assert (first.title, first.start_year) == (stored.title, stored.start_year)
    assert first.modified.utcoffset() is not None
    record = ask("initiatives_retrieve", first.slug).parsed
    sources = stored.citations.order_by("position").values_list("source__url", flat=True)
    assert {source.url for source in record.sources} >= set(sources)


def test_what_stands_beside_the_records_has_types_too(ask, models, read):
    read()
    question = {"q": "coton projects in Brazil", "explain": models.Explain.YES}
    asked = ask("initiatives_list", **question).parsed
    assert asked.words.searched_for == asked.understood.searched_for
    assert asked.understood.complete <= asked.count
    assert asked.facets["theme"].values[0].count > 0
    assert asked.explain.code.curl.startswith("curl ")
    counted = ask("initiatives_list", group_by="theme,year").parsed
    assert counted.groups[0]["theme"].label
    assert ask("initiatives_list", cursor="").parsed.next_


def test_what_has_changed_is_read(ask, models):
    changes = ask("changes_list", page_size=1000, count=models.ChangesListCount.YES).parsed
    assert changes.count >= len(changes.results) > 0
    assert changes.results[0].state == "public"
    assert ask("changes_list", since=changes.token).parsed.token
    digests = ask("changes_digests").parsed
    published = Initiative.objects.published().count()
    assert sum(one.count for one in of(digests["initiatives"])) == published
    assert "initiatives" in ask("root").parsed.additional_properties


def test_errors_have_types(ask, models):
    unknown = ask("initiatives_retrieve", "never-there").parsed
    assert isinstance(unknown, models.Problem)
    assert (unknown.status, unknown.title) == (404, "Not Found")
    refused = ask("initiatives_list", theme=["cotton-candy"], year_from=2015).parsed
    assert isinstance(refused, models.Problem)
    assert refused.status == 400
    assert refused.errors.additional_properties.keys() == {"theme"}
    assert isinstance(ask("changes_list", since="yesterday").parsed, models.Problem)


def test_a_withdrawn_record_leaves_what_is_known_of_it(ask, models):
    withdrawn = Initiative.objects.get(slug="ciudad-mujer")
    withdrawn.publication = "draft"
    withdrawn.save()
    tombstone = ask("initiatives_retrieve", "ciudad-mujer").parsed
    assert isinstance(tombstone, models.Tombstone)
    assert (tombstone.state, tombstone.id) == ("gone", withdrawn.public_id)


def test_the_example_of_the_page_runs(python_client, catalogue, live_server):
    (example,) = blocks("python")
    program = python_client / "example.py"
    program.write_text(example.replace(PORTAL, live_server.url))
    lines = run([sys.executable, str(program)], python_client).splitlines()
    number = Initiative.objects.published().filter(themes__slug="child-labour").distinct().count()
    assert lines[0] == f"{number} initiatives"
    assert len(lines) == 1 + 3


def of(model):
    """The values of a model that has any names."""
    return model.additional_properties.values()
