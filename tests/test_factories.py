"""Whatever the factories make, the database and the models' own rules accept."""

import inspect

import pytest

from tests import factories

FACTORIES = [
    factory
    for _, factory in inspect.getmembers(factories, inspect.isclass)
    if issubclass(factory, factories.DjangoModelFactory) and not factory._meta.abstract
]


@pytest.mark.django_db
@pytest.mark.parametrize("factory", FACTORIES, ids=lambda factory: factory.__name__)
def test_every_factory_makes_valid_records(factory):
    for record in factory.create_batch(3):
        record.full_clean(exclude=["password"])


@pytest.mark.django_db
def test_related_records_are_named_by_what_identifies_them():
    one = factories.InitiativeFactory(
        themes=["cooperatives", "child-labour"], origins=["BRA"], countries=["HTI"]
    )
    factories.InitiativeFactory(themes=["cooperatives"], origins=["BRA"])
    assert [place.theme.slug for place in one.theme_links.all()] == [
        "cooperatives",
        "child-labour",
    ]
    assert [country.iso3 for country in one.origin_countries.all()] == ["BRA"]
    assert {country.iso3 for country in one.participating_countries.all()} == {"BRA", "HTI"}
    assert factories.CountryFactory._meta.model.objects.count() == 2
