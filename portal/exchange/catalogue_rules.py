"""What holds between records, of one file or of several.

A rule gets the checked records by the name of their file, and what else is known. Keys with faults
of their own are not in them.
"""

from forum.models import ForumSeries
from initiatives.models import Region, Sector
from portal.exchange.catalogue import FILES
from portal.exchange.keys import Children, Column
from portal.exchange.special_keys import address
from portal.exchange.values import shown


def names_stand_once(checked, known):
    """What identifies one record identifies no other, in the files and in the database."""
    for file in FILES:
        entries = checked.get(file.name, [])
        rows = [(entry.record, entry.location) for entry in entries]
        key = file.shape.keys[0]
        here = {record.get(key.name) for record, _ in rows}
        report_twins(file.shape, rows, here, key.column)
        for list_key in file.shape.keys:
            if isinstance(list_key, Children):
                shape = list_key.shape
                parts = [
                    (part, location.at(list_key.name).entry(shape.label(number, part)))
                    for record, location in rows
                    for number, part in enumerate(record.get(list_key.name, []))
                ]
                report_twins(shape, parts, here, f"{shape.owner}__{key.column}")


def report_twins(shape, rows, here, path):
    """Report what two rows share, or a row of the files and one of a record not in the files.

    here: what identifies the records of the file. path: the column with that of a row.
    """
    for key in shape.keys:
        if not isinstance(key, Column) or not shape.model._meta.get_field(key.column).unique:
            continue
        places = {}
        for record, location in rows:
            if key.name in record:
                value = record[key.name]
                if value in places:
                    text = f"{shown(value)} stands twice; it is that of {places[value]} too"
                    location.at(key.name).report(text)
                places.setdefault(value, location)
        if key.column != path:
            others = shape.model.objects.filter(**{f"{key.column}__in": list(places)})
            for value, holder in others.values_list(key.column, path):
                if holder not in here:
                    location = places[value].at(key.name)
                    location.report(f"{shown(value)} belongs to {holder}, which is not in the file")


def slugs_are_free(checked, known):
    """A new record does not take the former address of another."""
    for file in FILES:
        rows = [(file.shape, entry.record, entry.location) for entry in checked.get(file.name, [])]
        for shape, record, location in [*rows, *sessions_of(file, rows)]:
            kind, slug = shape.model._meta.model_name, record.get("slug")
            current = known.former.get((kind, slug))
            if current:
                location.at("slug").report(location.words.former(slug, current))


def sessions_of(file, rows):
    """The sessions in the records of a file: shape, sound part and location of each."""
    for key in file.shape.keys:
        if key.name == "sessions":
            for _, record, location in rows:
                for number, session in enumerate(record.get("sessions", [])):
                    label = key.shape.label(number, session)
                    yield key.shape, session, location.at("sessions").entry(label)


def shared_records_agree(checked, known):
    """A source, or a convention, is described the same wherever it is named."""
    first = {}
    for file in FILES:
        for key in (key for key in file.shape.keys if key.shared):
            identity = key.shared.keys[0].name
            for entry in checked.get(file.name, []):
                for number, shared in enumerate(key.shared_records(entry.record.get(key.name))):
                    name = shared.get(identity)
                    earlier, location = first.setdefault(
                        (key.shared, name), (shared, entry.location)
                    )
                    if name is not None and difference(shared, earlier):
                        there = entry.location.at(key.name).entry(number)
                        there.report(
                            f"{shown(name)} is described otherwise in {location}: "
                            f"{difference(shared, earlier, there.called)}"
                        )


def difference(one, other, called=str):
    """The keys in which two descriptions differ, with the other's words; either may lack the id.

    called: what a key is called.
    """
    names = sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))
    if "id" in names and not ("id" in one and "id" in other):
        names.remove("id")
    return ", ".join(
        f"{called(name)} {shown(other[name])}" if name in other else f"no {called(name)}"
        for name in names
    )


def series_have_addresses_of_their_own(checked, known):
    """Two series whose names differ in signs only would have the same address."""
    names = dict(ForumSeries.objects.values_list("slug", "name"))
    present = set(names.values())
    for entry in checked.get("forums", []):
        name = entry.record.get("host_event")
        if name and name not in present:
            other = names.setdefault(address(name), name)
            if other != name:
                there = entry.location.at("host_event")
                there.report(f"{shown(name)} differs too little from {shown(other)}; write that")


def documents_and_initiatives_mirror(checked, known):
    """Where both records are in the files, each names the other or neither does."""
    sides = {
        name: {entry.record.get("slug"): entry for entry in checked.get(name, [])}
        for name in ("initiatives", "resources")
    }
    for name, other in [("initiatives", "resources"), ("resources", "initiatives")]:
        for slug, entry in sides[name].items():
            for number, target in enumerate(entry.record.get(other, [])):
                mirrored = sides[other].get(target)
                named = mirrored.location.top.get(name, []) if mirrored else None
                if isinstance(named, list) and slug not in named:
                    there = entry.location.at(other).entry(number)
                    there.report(
                        f"{shown(target)} does not name this record among its "
                        f"{mirrored.location.called(name)}; "
                        "both name each other, or neither does"
                    )


def regions_form_a_tree(checked, known):
    """Every region lies in the world, and a country's region is that above its subregion."""
    parents = dict(Region.objects.values_list("code", "parent__code"))
    names = dict(Region.objects.values_list("name", "code"))
    for entry in checked.get("regions", []):
        code = entry.record.get("code")
        parents[code] = entry.record.get("parent")
        name = entry.record.get("name")
        if names.setdefault(name, code) != code and name:
            entry.location.at("name").report(
                f"{shown(name)} is the name of region {names[name]} too"
            )
    for entry in checked.get("regions", []):
        code = entry.record.get("code")
        if code and not path_to_world(code, parents):
            entry.location.at("parent").report("leads in a circle: the region lies within itself")
    codes = {code: name for name, code in names.items()}
    for entry in checked.get("countries", []):
        path = path_to_world(names.get(entry.record.get("subregion")), parents)
        region = entry.record.get("region")
        if path and region and codes.get(path[max(0, len(path) - 2)]) != region:
            due = codes.get(path[max(0, len(path) - 2)])
            text = f"{shown(region)} is not the region of its subregion; that is {shown(due)}"
            entry.location.at("region").report(text)


def path_to_world(code, parents):
    """The codes from a region up to the world; nothing if the way leads in a circle."""
    path = []
    while code:
        if code in path:
            return []
        path.append(code)
        code = parents.get(code)
    return path


def sectors_stand_on_two_levels(checked, known):
    """A sector that holds others lies in none itself."""
    parents = dict(Sector.objects.values_list("slug", "parent__slug"))
    entries = checked.get("sectors", [])
    for entry in entries:
        parents[entry.record.get("slug")] = entry.record.get("parent")
    for entry in entries:
        parent = entry.record.get("parent")
        if parents.get(parent):
            text = f"{shown(parent)} lies within {shown(parents[parent])} itself; name that"
            entry.location.at("parent").report(text)


def phrases_stand_once(checked, known):
    """The glossary has a phrase once in a language."""
    places = {}
    for entry in checked.get("glossary", []):
        term = tuple(entry.record.get(name) for name in ("phrase", "language"))
        if term in places:
            phrase, language = map(shown, term)
            entry.location.report(f"{phrase} stands twice in the language {language}")
        places.setdefault(term, entry.location)


CATALOGUE_RULES = [
    names_stand_once,
    slugs_are_free,
    shared_records_agree,
    series_have_addresses_of_their_own,
    documents_and_initiatives_mirror,
    regions_form_a_tree,
    sectors_stand_on_two_levels,
    phrases_stand_once,
]
