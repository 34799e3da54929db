"""Whether the servers that are compared give the same answers: fast and wrong is worth nothing."""

import json

from benchmarks.load import ask

COMPARED = 20


class NoAnswer(RuntimeError):
    """A server refused a question that it should understand."""


def comparable(questions):
    """The last of the questions that have facets only: nobody is measured by them.

    What a word finds is a matter of stemming and thesaurus, and differs by design.
    """
    return [question for question in questions if not question.words][-COMPARED:]


def portal_answers(port, questions):
    """For each question the number of results, and the counts by facet and value."""
    answers = []
    for question in questions:
        answer = json_of(port, f"/api/v1/initiatives/?{question.portal()}")
        facets = {
            name: {value["value"]: value["count"] for value in facet["values"]}
            for name, facet in answer["facets"].items()
        }
        answers.append({"count": answer["count"], "facets": facets})
    return answers


def textbook_answers(port, questions):
    """The same of the textbook."""
    return [json_of(port, f"/counts.json?{question.portal()}") for question in questions]


def datasette_counts(port, database, questions):
    """For each question the number of results."""
    paths = [question.datasette(database, ".json", counts_facets=False) for question in questions]
    return [json_of(port, path)["filtered_table_rows_count"] for path in paths]


def compare(questions, portal, textbook, datasette):
    """How many questions were put to whom, and in what the answers differ.

    Each argument but the first is a list of answers, or None where a peer gave none.
    """
    differences = []
    for number, question in enumerate(questions):
        theirs = (answers and answers[number] for answers in (textbook, datasette))
        differences += [
            f"{question.portal()}: {what}" for what in differing(portal[number], *theirs)
        ]
    peers = {"textbook": textbook, "datasette": datasette}
    return {
        "questions": len(questions),
        "peers": [name for name, answers in peers.items() if answers is not None],
        "differences": differences,
    }


def differing(portal, textbook, datasette):
    """Yield a sentence for each thing in which the answers to a question differ."""
    if datasette is not None and portal["count"] != datasette:
        yield f"{portal['count']} results, Datasette {datasette}"
    if textbook is None:
        return
    if portal["count"] != textbook["count"]:
        yield f"{portal['count']} results, the textbook {textbook['count']}"
    for name, theirs in textbook["facets"].items():
        mine = without_zeros(portal["facets"].get(name, {}))
        if mine != without_zeros(theirs):
            yield f"facet {name}"


def without_zeros(counts):
    """Values that find something: a selected one is shown even where it finds nothing."""
    return {value: count for value, count in counts.items() if count}


def json_of(port, path):
    """The JSON at an address; NoAnswer unless it is there."""
    answer = ask(port, path)
    if answer.status != 200:
        raise NoAnswer(f"{path}: status {answer.status}")
    return json.loads(answer.body)
