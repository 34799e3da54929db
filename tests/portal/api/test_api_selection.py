"""Records that a question names one by one, or draws by lot."""

import pytest

from tests.factories import InitiativeFactory, OrganizationFactory, ReplicationFactory
from tests.portal.api.world import slugs

ROOT = "/api/v1"
NUMBERS = [f"{number:02}" for number in range(30)]


@pytest.fixture
def initiatives(db):
    return [InitiativeFactory(slug=f"seeds-{n}", title=f"Seeds {n}") for n in NUMBERS]


def test_records_are_named_by_slug_or_id_and_come_in_the_order_of_the_list(get, initiatives):
    first, second, third, *_ = initiatives
    third.slug = "trees"
    third.save()
    asked = f"seeds-02, {second.public_id},,seeds-00,{first.public_id}"
    answer = get("initiatives/", ids=asked, sort="title")
    assert answer["count"] == 3
    assert slugs(answer) == ["seeds-00", "seeds-01", "trees"]
    assert slugs(get("initiatives/", ids=asked, q="seeds", cursor="")) != []
    assert get("initiatives/", ids="")["count"] == 30


def test_what_each_list_knows_its_records_by_names_them(get):
    replication = ReplicationFactory()
    country = replication.to_country
    OrganizationFactory(slug="union")
    for path, one in {
        "replications/": replication.public_id,
        "countries/": country.iso3,
        "stages/": replication.stage.slug,
        "organizations/": "union",
        "kinds/": replication.initiative.kind.public_id,
    }.items():
        assert get(path, ids=one)["count"] == 1, path


def test_names_that_are_none_are_refused_drafts_among_them(client, initiatives):
    InitiativeFactory(slug="secret", publication="draft")
    answer = client.get(f"{ROOT}/initiatives/", {"ids": "seeds-00,secret,trees,000000000000"})
    assert answer.status_code == 400
    assert answer.json()["errors"] == {
        "ids": [f"Unknown value: {one!r}." for one in ("secret", "trees", "000000000000")]
    }
    many = client.get(f"{ROOT}/initiatives/", {"ids": ",".join(map(str, range(101)))})
    assert many.json()["errors"] == {"ids": ["Name at most 100 records."]}


@pytest.mark.parametrize("path", ["initiatives/", "organizations/"])
def test_a_sample_is_the_same_for_a_seed_whatever_comes_and_goes(get, initiatives, path):
    for n in NUMBERS:
        OrganizationFactory(slug=f"union-{n}")
    drawn = slugs(get(path, sample=10, seed=7))
    assert len(drawn) == 10
    assert slugs(get(path, sample=10, seed=7)) == drawn
    assert set(slugs(get(path, sample=10, seed=8))) != set(drawn)
    assert set(slugs(get(path, sample=5, seed=7))) < set(drawn)
    assert set(slugs(get(path, sample=10, seed=7, cursor=""))) == set(drawn)
    InitiativeFactory(slug="newcomer")
    OrganizationFactory(slug="latecomer")
    assert len(set(slugs(get(path, sample=10, seed=7))) & set(drawn)) >= 9


def test_a_sample_is_drawn_from_what_is_found_and_counted(get, initiatives):
    answer = get("initiatives/", sample=3, q="seeds", ids="seeds-01,seeds-02,seeds-03,seeds-04")
    assert answer["count"] == 3
    assert set(slugs(answer)) < {"seeds-01", "seeds-02", "seeds-03", "seeds-04"}
    [kind] = answer["facets"]["kind"]["values"]
    assert kind["count"] == 3
    assert get("initiatives/", sample=99)["count"] == 30


@pytest.mark.parametrize(
    ("query", "errors"),
    [
        ({"sample": "0"}, {"sample": ["Give a whole number from 1 to 1000."]}),
        ({"sample": "few"}, {"sample": ["Give a whole number from 1 to 1000."]}),
        ({"sample": "1", "seed": "x"}, {"seed": ["Give a whole number from 1."]}),
        ({"seed": "7"}, {"seed": ["Give it together with `sample`."]}),
        ({"sample": ["1", "2"]}, {"sample": ["Give it once."]}),
    ],
)
def test_a_wrong_sample_is_named(client, db, query, errors):
    assert client.get(f"{ROOT}/stages/", query).json()["errors"] == errors
