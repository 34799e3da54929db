"""What an explained question says in curl, Python and R runs as it stands, whatever was typed."""

import json
import sys

import pytest

from tests.programs import rscript, run, shell

ODD = """ "quoted" 'single' \\ back\\slash $HOME `id` $(id) %s {0} #1 ; <b> ! """
QUESTIONS = [
    ("initiatives", {"theme": "child-labour", "country": "BRA"}),
    ("initiatives", {"q": 'formação & "trabalho infantil"', "year_from": "2000"}),
    ("initiatives", {"q": "العمل اللائق"}),
    ("initiatives", {"q": f"cotton{ODD}"}),
    ("initiatives", {"kind": ["programme", "network"], "exclude_country": "BRA"}),
    ("initiatives", {"sample": "150", "seed": "7"}),
    ("initiatives", {"group_by": "country,theme"}),
    ("initiatives", {"q": "l'économie solidaire", "group_by": "year"}),
    ("replications", {"uptake": "taken-up", "year_from": "2010"}),
    ("replications", {"group_by": "from_country,to_country", "uptake": "taken-up"}),
    ("organizations", {"q": "São Paulo + Côte d'Ivoire = 100%"}),
    ("organizations", {"country": "ZAF"}),
    ("sessions", {"q": "employment & policy"}),
    ("sessions", {"year": "2014"}),
    ("people", {"q": ODD}),
    ("themes", {}),
]
IN_PYTHON = "{code}\nprint(len({name}))\n"
IN_R = "{code}\ncat(NROW({name}), '\\n')\n"


@pytest.fixture
def explained(catalogue, live_server, client, settings):
    """Questions with what the API says of each: list, question, how many it finds, explanation."""
    settings.ALLOWED_HOSTS = ["*"]
    host = {"Host": live_server.url.removeprefix("http://")}
    answers = []
    for name, question in QUESTIONS:
        query = question | {"explain": "yes"}
        answer = client.get(f"/api/v1/{name}/", query, headers=host).json()
        found = answer["group_count"] if "group_by" in question else answer["count"]
        answers.append((name, question, found, answer["explain"]))
    return answers


def written(explained, language, pattern):
    """A program of all snippets in a language, each with a line that says how much it gave."""
    return "\n".join(
        pattern.format(
            code=told["code"][language], name="counts" if "group_by" in question else "records"
        )
        for _, question, _, told in explained
    )


@pytest.mark.parametrize(
    ("language", "pattern", "interpreter"),
    [("python", IN_PYTHON, lambda: sys.executable), ("r", IN_R, rscript)],
)
def test_a_program_gets_all_that_is_found(explained, tmp_path, language, pattern, interpreter):
    (tmp_path / "all").write_text(written(explained, language, pattern), encoding="utf-8")
    found = [int(line) for line in run([interpreter(), "all"], tmp_path).split()]
    assert found == [count for _, _, count, _ in explained]
    assert max(found) > 1000  # more than a page has


def test_curl_gives_the_first_page(explained, tmp_path):
    file = tmp_path / "all.sh"
    code = [f"{told['code']['curl']} --silent; echo" for *_, told in explained]
    file.write_text("\n".join(code), encoding="utf-8")
    answers = [json.loads(line) for line in run([shell(), file.name], tmp_path).splitlines()]
    for (name, question, found, _), answer in zip(explained, answers, strict=True):
        count = answer.get("group_count") if "group_by" in question else answer["count"]
        assert count == found, (name, question)
