"""Measure how well the search answers."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from core.search.relevance import DEPTH, Mean, read_queries
from portal.relevance import (
    QUERIES,
    RECORD_QUERIES,
    ask_database,
    ask_engine,
    ask_others,
    ask_textbook,
)

FAILED = 0.5  # an nDCG below this is a failure
ROW = "{:24}{:>5}{:>12}{:>7}{:>12}{:>7}{:>11}{:>7}"


class Command(BaseCommand):
    help = (
        "Ask judged queries of the search and of plain PostgreSQL full text, and print how well "
        "each answers: nDCG@10 and mean reciprocal rank. Tune by the first table alone; queries "
        "of the second are held out for the proof. The last is of other records than initiatives."
    )

    def add_arguments(self, parser):
        parser.add_argument("--queries", type=Path, default=QUERIES, help="a JSON file")
        parser.add_argument(
            "--failures", type=int, default=10, help="how many of the worst to show (10)"
        )
        parser.add_argument("--json", type=Path, help="a file to write everything to")

    def handle(self, *args, queries, failures, json, **options):
        try:
            asked = read_queries(queries)
        except FileNotFoundError as error:
            raise CommandError(f"{error.filename} is not there.") from error
        except (KeyError, TypeError, ValueError) as error:
            raise CommandError(f"{queries} does not hold judged queries: {error!r}") from error
        pairs = list(zip(ask_engine(asked), ask_textbook(asked), strict=True))
        tuned = [pair for pair in pairs if not pair[0].query.is_held_out]
        held_out = [pair for pair in pairs if pair[0].query.is_held_out]
        self.print_table("For tuning", tuned)
        self.print_table("Held out", held_out)
        self.print_table("All", pairs)
        records = read_queries(RECORD_QUERIES)
        records = list(zip(ask_others(records), ask_database(records), strict=True))
        self.print_table("Other records", records)
        self.print_failures(tuned, failures)
        if json:
            write(json, pairs)

    def print_table(self, title, pairs):
        """Both searches side by side, a row for each kind of query and one for all."""
        if not pairs:
            return
        names = ["engine nDCG", "MRR", "plain nDCG", "MRR", "ratio nDCG", "MRR"]
        self.stdout.write(ROW.format(title, "", *names))
        kinds = dict.fromkeys(engine.query.kind for engine, _ in pairs)
        for kind in kinds:
            of_kind = [pair for pair in pairs if pair[0].query.kind == kind]
            self.stdout.write(row(f"  {kind}", of_kind))
        self.stdout.write(row("  together", pairs) + "\n\n")

    def print_failures(self, pairs, limit):
        """The queries that the engine answers worst: what came first, and what is missing."""
        failed = sorted((e for e, _ in pairs if e.ndcg < FAILED), key=lambda engine: engine.ndcg)
        self.stdout.write(f"{len(failed)} of {len(pairs)} below nDCG {FAILED}, held out ones apart")
        for answer in failed[:limit]:
            query = answer.query
            self.stdout.write(f"\n{answer.ndcg:.2f}  {query.text}  ({query.kind})")
            first = [f"{slug} ({query.judgements.get(slug, 0)})" for slug in answer.found[:3]]
            missed = [f"{slug} ({query.judgements[slug]})" for slug in answer.missed[:5]]
            self.stdout.write(f"      first:  {', '.join(first) or 'nothing found'}")
            self.stdout.write(f"      missed: {', '.join(missed) or 'nothing; the order is poor'}")


def row(name, pairs):
    """One line of a table: means of the engine, of plain PostgreSQL, and their ratios."""
    engine, plain = (Mean.of(answers) for answers in zip(*pairs, strict=True))
    return ROW.format(
        name,
        len(pairs),
        *(f"{mean:.3f}" for mean in (engine.ndcg, engine.mrr, plain.ndcg, plain.mrr)),
        ratio(engine.ndcg, plain.ndcg),
        ratio(engine.mrr, plain.mrr),
    )


def ratio(ours, theirs):
    """How many times as good, as text; a dash where the other finds nothing at all."""
    return f"{ours / theirs:.2f}" if theirs else "-"


def write(path, pairs):
    """Write every query with both answers as JSON."""
    queries = [
        {
            "query": engine.query.text,
            "kind": engine.query.kind,
            "held_out": engine.query.is_held_out,
            "engine": described(engine),
            "plain": described(plain),
        }
        for engine, plain in pairs
    ]
    path.write_text(json.dumps(queries, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def described(answer):
    """An answer as it is written to JSON."""
    return {
        "ndcg": round(answer.ndcg, 4),
        "reciprocal_rank": round(answer.reciprocal_rank, 4),
        "found": list(answer.found[:DEPTH]),
        "missed": answer.missed,
    }
