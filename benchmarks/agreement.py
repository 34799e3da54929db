"""Whether the servers that are compared give the same answers: fast and wrong is worth nothing."""

import json

from benchmarks import servers
from benchmarks.load import ask
from benchmarks.measure import wait_for_index

COMPARED = 40


def compare(database, sqlite, questions, compared=COMPARED):
    """Ask the portal, the textbook and Datasette the same; how many questions, and what differs.

    Only facets: what a word finds is a matter of stemming and thesaurus, and differs by design.
    The counts of all values of all facets are compared between the portal and the textbook, the
    number of results between all three.
    """
    questions = [question for question in questions if not question.words][:compared]
    with servers.portal(database) as running:
        wait_for_index(running, workers=1)
        ours = [portal_answer(running.port, question) for question in questions]
    with servers.textbook(database) as running:
        textbook = [json_of(running.port, f"/counts.json?{q.portal()}") for q in questions]
    with servers.datasette(sqlite) as running:
        paths = [q.datasette(sqlite.stem, ".json", counts_facets=False) for q in questions]
        datasette = [json_of(running.port, path)["filtered_table_rows_count"] for path in paths]
    differences = []
    for question, mine, theirs, count in zip(questions, ours, textbook, datasette, strict=True):
        differences += [
            f"{question.portal()}: {what}" for what in differing(mine, theirs, count, question)
        ]
    return {"questions": len(questions), "differences": differences}


def portal_answer(port, question):
    """The number of results and the counts by facet, as the textbook words them."""
    answer = json_of(port, f"/api/v1/initiatives/?{question.portal()}")
    facets = {
        name: {value["value"]: value["count"] for value in facet["values"]}
        for name, facet in answer["facets"].items()
    }
    return {"count": answer["count"], "facets": facets}


def differing(portal, textbook, datasette, question):
    """Yield a sentence for each thing in which the answers to a question differ."""
    if not portal["count"] == textbook["count"] == datasette:
        yield f"{portal['count']} results, {textbook['count']} textbook, {datasette} Datasette"
    for name, theirs in textbook["facets"].items():
        mine = without_zeros(portal["facets"].get(name, {}))
        if mine != without_zeros(theirs):
            yield f"facet {name}"


def without_zeros(counts):
    """Values that find something: a selected one is shown even where it finds nothing."""
    return {value: count for value, count in counts.items() if count}


def json_of(port, path):
    """The JSON at an address; RuntimeError unless it is there."""
    answer = ask(port, path)
    if answer.status != 200:
        raise RuntimeError(f"{path}: status {answer.status}")
    return json.loads(answer.body)
