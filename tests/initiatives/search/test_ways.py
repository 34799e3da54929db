"""The ways in memory, held against the database."""

import pytest
from django.db.models import Count, Q

from core import revision
from initiatives.models import Country, Initiative, InitiativeTheme, Replication, Stage, Theme
from initiatives.search.facets import FACETS
from initiatives.search.kept_ways import all_ways, read
from initiatives.uptake import Uptake
from tests.factories import InitiativeFactory, ReplicationFactory

PATHS = {  # from a replication to what it is counted by; several where it may be at either end
    "theme": ["initiative__themes__slug"],
    "sector": ["initiative__sectors__memberships__within__slug"],
    "stage": ["stage__slug"],
    "from_country": ["from_country__iso3"],
    "to_country": ["to_country__iso3"],
    "country": ["from_country__iso3", "to_country__iso3"],
    "region": [f"{end}__memberships__region__slug" for end in ("from_country", "to_country")],
    "group": [f"{end}__groups__slug" for end in ("from_country", "to_country")],
}


def in_database(name, value):
    """The keys of the replications that have a value of a facet, asked of PostgreSQL."""
    either = Q()
    for path in PATHS[name]:
        either |= Q(**{path: value})
    return set(Replication.objects.public().filter(either).values_list("pk", flat=True))


@pytest.mark.parametrize("name", PATHS)
def test_memory_and_database_agree_on_the_launch_catalogue(catalogue, name):
    known = all_ways().facets[name]
    values = FACETS["country" if name.endswith("country") else name].names()
    assert {value: set(known.get(value, ())) for value in values} == {
        value: in_database(name, value) for value in values
    }


def test_uptake_is_what_the_stages_come_to(catalogue):
    public = Replication.objects.public()
    counts = all_ways().counts("uptake", all_ways().everything)
    assert counts == {
        Uptake.TAKEN_UP: public.exclude(stage__slug__in=["exchange", "interested"]).count(),
        Uptake.LEARNT_FROM: public.filter(stage__slug="exchange").count(),
        Uptake.WANTED: public.filter(stage__slug="interested").count(),
    }


@pytest.mark.parametrize("how_many", [1, 3])
def test_many_ways_are_read_in_no_more_queries_than_one(db, django_assert_num_queries, how_many):
    for _ in range(how_many):
        ReplicationFactory(initiative=InitiativeFactory(themes=["x"], sectors=["y"]))
    # themselves, stages, countries; pillars, themes and sectors; regions and groups
    with django_assert_num_queries(8):
        assert len(read(0).everything) == how_many


def edits():
    """One edit after the other that changes what is told of ways."""
    busy = Initiative.objects.published().annotate(ways=Count("replications")).order_by("-ways")
    first, second, third = busy[:3]
    yield first.replications.all()[:1].get().delete()
    moved = second.replications.first()
    yield Replication.objects.filter(pk=moved.pk).update(initiative=third, year=1999)
    wish = Stage.objects.get(slug="interested")
    yield first.replications.exclude(stage=wish).filter(year__isnull=False).update(stage=wish)
    yield Initiative.objects.filter(pk=third.pk).update(publication="draft")
    yield InitiativeTheme.objects.filter(pk__in=first.theme_links.all()[1:]).delete()
    yield Theme.objects.filter(pillar="employment").update(pillar="rights-at-work")
    brazil = Country.objects.get(iso3="BRA")
    yield Country.objects.filter(pk=brazil.pk).update(region=Country.objects.get(iso3="IND").region)
    yield brazil.groups.clear()


def test_what_is_kept_follows_every_edit_as_if_all_were_read_anew(catalogue):
    kept = all_ways()
    for _ in edits():
        assert not revision.changes_since(kept.revision).everything
        kept, fresh = all_ways(), read(revision.current(fresh=True))
        assert kept.everything == fresh.everything
        for key in fresh.everything:
            assert kept.way(key) == fresh.way(key)
            assert kept.initiatives[key] == fresh.initiatives[key]
            assert kept.takings[key] == fresh.takings[key]
        for part in ("of_initiatives", "years"):
            assert without_empty(getattr(kept, part)) == without_empty(getattr(fresh, part))
        for name, values in fresh.facets.items():
            assert without_empty(kept.facets[name]) == without_empty(values), name
        assert list(kept.in_order("title", kept.everything)) == list(
            fresh.in_order("title", fresh.everything)
        )


def without_empty(keys):
    return {value: having for value, having in keys.items() if having}
