"""What is said of records as JSON: one to a line (JSON Lines), or as one answer with all of them.

Both write one record after the other, so that no more than a few are in memory.
"""

from core.api.renderers import JsonRenderer

MEDIA_TYPE = "application/jsonl"
renderer = JsonRenderer()


def write_lines(file, said):
    """Write each of what is said as a line of JSON (https://jsonlines.org). file: takes bytes."""
    for one in said:
        file.write(renderer.render(one) + b"\n")


def write_one(file, said):
    """Write the only one of what is said, as the API answers with it."""
    for one in said:
        file.write(renderer.render(one))


def write_list(file, said, count, key="results", **further):
    """Write all of what is said as one object, in the shape that lists of the API have.

    count: how many they are, None where it is not to be said; key: of the list; further: what else
    is said before it. One of the two has to be there.
    """
    head = renderer.render(further if count is None else {"count": count} | further)
    file.write(head.removesuffix(b"}") + f',"{key}":['.encode())
    for place, one in enumerate(said):
        file.write((b"," if place else b"") + renderer.render(one))
    file.write(b"]}")
