"""Counting what a catalogue holds, in the database and in files."""

from django.db.models import F, Func, IntegerField, Sum

from portal.exchange.catalogue import FILES, SHARED
from portal.exchange.keys import Children, Lines, Many, Parts


def count_database():
    """How many records, entries, links and lines the database holds, by their path in the files.

    The path names the file and the keys, as in "forums.sessions.appearances".
    """
    counts = {}
    for file in FILES:
        counts[file.name] = file.shape.model.objects.count()
        for path, key in lists_of(file.shape, file.name):
            counts[path] = count_rows(key)
    for shape, name in SHARED.items():
        counts[name] = shape.model.objects.count()
    return counts


def count_rows(key):
    """How many entries of one list all rows of its table hold."""
    if isinstance(key, Lines):
        length = Func(F(key.column), function="cardinality", output_field=IntegerField())
        return key.model.objects.aggregate(lines=Sum(length))["lines"] or 0
    table = key.through if isinstance(key, Many) else key.shape.model
    return table.objects.count()


def count_documents(documents):
    """The same of checked records, for the files that are there.

    What several files describe, such as sources, is counted if all of them are there.
    """
    counts = {}
    for file in FILES:
        if file.name in documents:
            counts[file.name] = len(documents[file.name])
            count_lists(file.shape, file.name, documents[file.name], counts)
    for shape, name in SHARED.items():
        places = [location for location in describing(shape) if location[0].name in documents]
        if places == describing(shape):
            identity = shape.keys[0].name
            counts[name] = len(
                {
                    shared[identity]
                    for file, key in places
                    for record in documents[file.name]
                    for shared in key.shared_records(record.get(key.name))
                }
            )
    return counts


def describing(shape):
    """The files, each with its key, that describe records of a shape among others."""
    return [(file, key) for file in FILES for key in file.shape.keys if key.shared is shape]


def count_lists(shape, name, records, counts):
    """Add to counts what the lists of some records hold, and the lists within them."""
    for key in shape.keys:
        if not isinstance(key, Parts | Many | Lines):
            continue
        path = f"{name}.{key.name}"
        values = [record[key.name] for record in records if key.name in record]
        if isinstance(key, Children):
            parts = [part for value in values for part in value]
            counts[path] = len(parts)
            count_lists(key.shape, path, parts, counts)
        elif isinstance(key, Parts):
            counts[path] = sum(len(key.entries(value)) for value in values)
        else:
            counts[path] = sum(map(len, values))


def lists_of(shape, name):
    """The lists in the records of a shape and within these, each with its path."""
    for key in shape.keys:
        if isinstance(key, Parts | Many | Lines):
            path = f"{name}.{key.name}"
            yield path, key
            if isinstance(key, Children):
                yield from lists_of(key.shape, path)
