"""Faults between the records of reference files: regions, countries, goals, themes."""

import json

import pytest

from tests.portal.exchange.exchange_folder import refused, run_export, run_import

pytestmark = pytest.mark.usefixtures("catalogue")


def change(tmp_path, name, value, /, **changes):
    """Export a file, and in it change keys of the record that has the value given."""
    run_export(tmp_path, "--only", name)
    path = tmp_path / f"{name}.json"
    records = json.loads(path.read_text())
    next(record for record in records if value in record.values()).update(changes)
    path.write_text(json.dumps(records))


CONVENTION = {"number": 138, "title": "Least Age", "year": 1973}
FAULTS = {
    "two countries of one code": (
        ("countries", "BRA", {"iso2": "EC"}),
        'countries.json, ECU, iso2: "EC" stands twice; it is that of countries.json, BRA too',
    ),
    "region that is not that of the subregion": (
        ("countries", "BRA", {"region": "Africa"}),
        'countries.json, BRA, region: "Africa" is not the region of its subregion; '
        'that is "Americas"',
    ),
    "unknown subregion": (
        ("countries", "BRA", {"subregion": "South Americas"}),
        'countries.json, BRA, subregion: "South Americas" is no region of the files or the '
        "database; those are Africa, Americas, Asia,",
    ),
    "country in space": (
        ("countries", "BRA", {"lat": 90.5}),
        "countries.json, BRA, lat: 90.5 is not a number of degrees from -90 to 90",
    ),
    "regions in a circle": (
        ("regions", "Africa", {"parent": "014"}),
        "regions.json, 002, parent: leads in a circle: the region lies within itself",
    ),
    "two regions of one name": (
        ("regions", "Asia", {"name": "Africa"}),
        'regions.json, 142, name: "Africa" is the name of region 002 too',
    ),
    "name in an unknown language": (
        ("regions", "Asia", {"names": {"de": "Asien"}}),
        "regions.json, 142, names.de: is not a language of the format; those are fr, es, pt, ar",
    ),
    "group with a stranger": (
        ("groups", "ibsa", {"members": ["BRA", "IND", "XXX"]}),
        'groups.json, ibsa, members[2]: "XXX" is no country of the files or the database',
    ),
    "group without a source": (
        ("groups", "ibsa", {"source": {"title": "A list"}}),
        "groups.json, ibsa, source.url: is missing; every record has it",
    ),
    "goal of another colour": (
        ("sdgs", 1, {"color": "red"}),
        'sdgs.json, 1, color: "red" is not a colour such as "#E5243B"',
    ),
    "target of two goals": (
        ("sdgs", 1, {"targets": [{"code": "8.7", "name": "End it"}]}),
        'sdgs.json, 8, targets[6].code: "8.7" stands twice; '
        "it is that of sdgs.json, 1, targets[0] too",
    ),
    "unknown pillar": (
        ("themes", "child-labour", {"pillar": "rights"}),
        'themes.json, child-labour, pillar: "rights" is not one of: employment, social-protection',
    ),
    "unknown target": (
        ("themes", "child-labour", {"sdg_targets": ["8.99"]}),
        'themes.json, child-labour, sdg_targets[0]: "8.99" is no target of the files or the',
    ),
    "sector on a third level": (
        ("sectors", "critical-minerals", {"parent": "cotton"}),
        'sectors.json, critical-minerals, parent: "cotton" lies within "agriculture-and-rural" '
        "itself; name that",
    ),
    "sector without a place": (
        ("sectors", "cotton", {"order": 0}),
        "sectors.json, cotton, order: 0 is not a whole number from 1 to 32767",
    ),
    "sector of no code": (
        ("sectors", "cotton", {"isic": "0116"}),
        'sectors.json, cotton, isic: "0116" is not a code of ISIC, revision 4, such as A, A0127',
    ),
    "phrase that stands for itself": (
        ("glossary", "bosses", {"stands_for": ["boss"]}),
        "glossary.json, bosses, stands_for: “boss” is “bosses” again",
    ),
    "phrase twice": (
        ("glossary", "bosses", {"phrase": "maids"}),
        'glossary.json, maids: "maids" stands twice in the language "en"',
    ),
    "long phrase": (
        ("glossary", "bosses", {"phrase": "to be or not to be, is the question"}),
        "is not at most 8 words, with a single blank between them",
    ),
    "synonym twice": (
        ("themes", "child-labour", {"synonyms": {"en": ["child work", "child work"]}}),
        'themes.json, child-labour, synonyms.en[1]: "child work" stands twice in this list',
    ),
    "convention described in two ways": (
        ("themes", "child-labour", {"ilo_conventions": [CONVENTION]}),
        '138 is described otherwise in themes.json, child-labour: title "Least Age"',
    ),
    "convention twice": (
        ("themes", "child-labour", {"ilo_conventions": [CONVENTION, CONVENTION]}),
        "themes.json, child-labour, ilo_conventions[1]: stands twice in this list",
    ),
    "two stages of one order": (
        ("stages", "interested", {"order": 2}),
        "stages.json, interested, order: 2 stands twice; it is that of stages.json, exchange too",
    ),
}


@pytest.mark.parametrize(("changed", "fault"), FAULTS.values(), ids=FAULTS)
def test_a_fault_of_a_reference_file_is_told(tmp_path, changed, fault):
    name, value, changes = changed
    change(tmp_path, name, value, **changes)
    faults, _ = refused(tmp_path)
    assert any(fault in line for line in faults), faults


def test_a_code_of_a_country_that_is_not_in_the_file_is_told(tmp_path):
    run_export(tmp_path, "--only", "countries")
    path = tmp_path / "countries.json"
    brazil = next(c for c in json.loads(path.read_text()) if c["iso3"] == "BRA")
    path.write_text(json.dumps([brazil | {"iso2": "EC"}]))
    faults, _ = refused(tmp_path)
    assert faults == ['countries.json, BRA, iso2: "EC" belongs to ECU, which is not in the file']


def test_reference_data_changes_like_any_other(tmp_path):
    change(tmp_path, "countries", "BRA", aliases=["Brasil"], lat=-10)
    change(tmp_path, "themes", "child-labour", synonyms={"en": ["child work"]}, sdg_targets=["8.7"])
    lines = run_import(tmp_path)
    changed = {line.split()[0] for line in lines[1:] if line.split()[2] == "1"}
    assert changed == {"countries", "themes"}
    assert run_import(tmp_path)[-1] == "nothing changed"
