"""A run in words and tables, for docs/performance.md."""

from benchmarks.endurance.mix import KINDS
from benchmarks.endurance.verdict import problems

BEGIN = "<!-- Made by `python -m benchmarks.endurance --write`. -->"
HEADS = (
    *("minute", "requests", "median", "95 %", "99 %", "worker", "main", "helpers", "PostgreSQL"),
    *("descriptors", "threads", "connections", "processors"),
)


def in_markdown(result):
    """The whole run."""
    return "\n\n".join(
        "\n".join(part)
        for part in (
            [introduction(result)],
            table(("asked", "requests", "median", "95 %", "99 %", "longest"), kinds(result)),
            table(HEADS, map(minute, result["minutes"])),
            list(slopes(result)),
            table(
                (
                    *("times the capacity", "asked", "served", "told to come back", "other"),
                    *("served: median", "95 %", "99 %", "503 within", "longest", "curator"),
                    *("`/healthz`", "normal after"),
                ),
                map(crowd, result["crowds"]),
            ),
            [conclusion(result)],
        )
    )


def table(heads, rows):
    """The lines of a table; the first column has words, the others numbers."""
    return [
        f"| {' | '.join(heads)} |",
        f"| --- | {' | '.join(['---:'] * (len(heads) - 1))} |",
        *(f"| {' | '.join(row)} |" for row in rows),
    ]


def introduction(result):
    """What was measured on which machine."""
    machine = result["machine"]
    steps = ", ".join(f"{number}: {rate:.0f}" for number, rate in result["steps"])
    return (
        f"Run on {result['date']}: {machine['cores']} cores of {machine['processor']} (load before:"
        f" {machine['load_before']}), Python {machine['python']}, PostgreSQL"
        f" {machine['postgres']}; {result['size']:,} initiatives, one worker. Answers a second,"
        f" with so many asking at a time: {steps}. So the capacity is **{result['capacity']:.0f} a"
        f" second**, and {result['share']:.0%} of it, {result['rate']:.0f} a second, came for"
        f" {len(result['minutes'])} minutes; {result['edits']} edits were saved meanwhile."
    )


def kinds(result):
    """Rows of the kinds of requests, and of all."""
    for kind in [*KINDS, "desk", "all"]:
        if figures := result["kinds"].get(kind):
            yield kind, f"{figures['requests']:,}", *map(ms, figures["took"])


def minute(row):
    """The row of a minute."""
    sample = row["sample"]
    return (
        str(row["minute"] + 1),
        f"{row['requests']:,}",
        *(ms(row[name]) for name in ("p50", "p95", "p99")),
        *(f"{sample[name]:.0f} MB" for name in ("worker", "main", "helpers", "postgres")),
        *(str(sample[name]) for name in ("descriptors", "threads", "connections")),
        f"{row['processors']:.2f}",
    )


def slopes(result):
    """What rose in the second half, and by how much."""
    for one in result["trends"]:
        if one["rise"] is not None:
            unit = f" {one['unit']}" if one["unit"] else ""
            what = one["what"][0].upper() + one["what"][1:]
            yield (
                f"- {what}, second half: {one['size']:,.0f}{unit} on average,"
                f" {one['rise']:+.1f} ± {one['error']:.1f}{unit} an hour"
                f" ({'flat' if one['is_flat'] else '**not flat**'})."
            )


def crowd(one):
    """The row of a time of more than can be answered."""
    statuses = {int(status): count for status, count in one["statuses"].items()}
    served, refused = statuses.pop(200, 0), statuses.pop(503, 0)
    return (
        f"{one['times']}",
        f"{one['asked']:.0f}/s",
        f"{one['served']:.0f}/s ({one['share_of_capacity']:.0%} of the capacity)",
        f"{refused / (served + refused or 1):.0%}",
        str(sum(statuses.values())),
        *map(ms, one["took"] or [0.0] * 3),
        ms((one["refused"] or [0.0] * 2)[1]),
        f"{one['longest']:.1f} s",
        f"{', '.join(f'{status}: {count}' for status, count in sorted(one['desk'].items()))},"
        f" up to {one['desk_took']:.1f} s",
        ms(one["probe"]),
        f"{one['until_normal']:.1f} s",
    )


def conclusion(result):
    """What is not as it should be."""
    found = list(problems(result))
    if not found:
        return "All is flat, nothing leaks, and beyond capacity it sheds."
    return "\n".join(["**Not as it should be:**", "", *(f"- {sentence}" for sentence in found)])


def ms(seconds):
    """A time in milliseconds."""
    return f"{seconds * 1000:,.0f} ms"
