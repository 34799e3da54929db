"""From results to words: what differs between servers, and the table of docs/performance.md."""

from statistics import median

from benchmarks.load import LONGEST
from benchmarks.measure import DATASETTE, PORTAL, TEXTBOOK, YARDSTICK
from benchmarks.sweep import LIMIT

BEGIN = "<!-- Made by `python -m benchmarks table` from the results of `make bench`. -->"
# What the errors of a peer that is overtaxed are called: it takes too long, or hangs up.
UNANSWERED = {"TimeoutError", "ConnectionResetError"}
NAMES = {
    PORTAL: "Portal",
    YARDSTICK: "Constant page",
    TEXTBOOK: "Textbook Django",
    DATASETTE: "Datasette",
}
PEERS = [("textbook", "search page"), ("datasette", "search page"), ("datasette", "search API")]


def find(rows, server, page, state="cold", workers=1):
    """The row of a page, or None where it was not measured."""
    for row in rows:
        if (row["server"], row["page"], row["state"], row["workers"]) == (
            *(server, page, state),
            workers,
        ):
            return row
    return None


def ratios(rows):
    """How many times faster the portal answers than its peers, by peer and page.

    Cold and warm are the portal's; a peer is always asked what it has not been asked before.
    """
    found = {}
    for peer, page in PEERS:
        theirs = find(rows, peer, page)
        for state in ("cold", "warm"):
            ours = find(rows, PORTAL, page, state)
            if ours and theirs and ours["median"] and theirs["median"]:
                found[f"{page}, {state}, against {peer}"] = {
                    "median": round(theirs["median"] / ours["median"], 1),
                    "per_second": round(ours["per_second"] / (theirs["per_second"] or 1), 1),
                    "cpu": round(theirs["cpu"] / (ours["cpu"] or 1), 1),
                }
    return found


def problems(results):
    """Yield what makes a run worthless: an error, answers that differ."""
    for size, result in results["sizes"].items():
        for row in result["rows"]:
            # That a peer does not answer within load.LONGEST is its result.
            may_fail = UNANSWERED if row["server"] in (TEXTBOOK, DATASETTE) else set()
            if set(row["errors"]) - may_fail:
                yield f"{size}: {row['server']}, {row['page']}, {row['state']}: {row['errors']}"
        yield from (f"{size}: {failure}" for failure in result["failures"])
        for address, status in result["sweep"]["wrong"].items():
            yield f"{size}: {address}: status {status}"
        for difference in result["agreement"]["differences"]:
            yield f"{size}: the answers differ: {difference}"


def table(results):
    """The results in Markdown."""
    machine = results["machine"]
    versions = ", ".join(f"{name} {number}" for name, number in machine["versions"].items())
    lines = [
        f"Measured on {results['date']}: {machine['cores']} cores of {machine['processor']},"
        f" {machine['memory_gb']} GB, {machine['system']}; {versions}.",
    ]
    for size, result in results["sizes"].items():
        lines += ["", f"### {int(size):,} initiatives", "", *rows_in_markdown(result["rows"])]
        lines += ["", *facts_in_markdown(result)]
    return "\n".join(lines)


def rows_in_markdown(rows):
    """The lines of one table."""
    yield "| server | page | | median | 95 % within | requests per second | processor | size |"
    yield "| --- | --- | --- | ---: | ---: | ---: | ---: | ---: |"
    for row in rows:
        workers = "" if row["workers"] == 1 else f", {row['workers']} workers"
        slow = sum(count for error, count in row["errors"].items() if error in UNANSWERED)
        page = row["page"] + (f" ({slow} not answered within {LONGEST} s)" if slow else "")
        yield (
            f"| {NAMES[row['server']]}{workers} | {page} | {row['state']}"
            f" | {milliseconds(row['median'])} | {milliseconds(row['p95'])}"
            f" | {short(row['per_second'])} | {milliseconds(row['cpu'])}"
            f" | {row['kilobytes']:.0f} kB |"
        )


def facts_in_markdown(result):
    """What else is to be said of one size."""
    for what, times in ratios(result["rows"]).items():
        yield (
            f"- {what[0].upper()}{what[1:]}: {times['median']:,.1f} times as fast,"
            f" {times['per_second']:,.1f} times the requests per second,"
            f" 1/{times['cpu']:,.1f} of the processor time."
        )
    memory = ", ".join(
        f"{NAMES.get(name, name.capitalize())} {' + '.join(map(str, sizes))} MB"
        for name, sizes in result["memory"].items()
    )
    yield f"- Memory of each worker (PSS) after its run: {memory}."
    if result["ready"].get("index"):
        yield f"- The portal's index was built in {short(result['ready']['index'])} s."
    if fresh := result.get("freshness"):
        yield (
            f"- {len(fresh['edits'])} edits were each in the answers of three servers after"
            f" {median(fresh['edits']):.2f} s, the slowest after {max(fresh['edits']):.2f} s; what"
            f" was withdrawn was gone after {median(fresh['withdrawals']):.2f} s, the slowest after"
            f" {max(fresh['withdrawals']):.2f} s."
        )
    yield swept(result["sweep"])
    if harvested := result.get("harvest"):
        yield from carried_away(harvested)
    agreement = result["agreement"]
    yield (
        f"- {agreement['questions']} questions were put to the portal and"
        f" {' and '.join(NAMES[name] for name in agreement['peers']) or 'no peer'}, and all counts"
        f" compared: {len(agreement['differences']) or 'no'} differences."
    )
    if result.get("wrk"):
        ours = find(result["rows"], YARDSTICK, "20 kB", "warm")["per_second"]
        yield f"- The constant page by wrk: {short(result['wrk'])} per second; here {short(ours)}."


def swept(sweep):
    """What the sweep over all kinds of addresses found."""
    slowest = sorted(sweep["medians"].items(), key=lambda pair: -pair[1])
    lines = [f"`{address}` {milliseconds(taken)}" for address, taken in slowest]
    above = sum(taken > LIMIT for _, taken in slowest)
    return (
        f"- {len(lines)} addresses, of every kind and the records with the most relations, were"
        f" asked {sweep['rounds']} times, each time right after an edit: {above or 'none'} took"
        f" more than {LIMIT} ms by the median; the slowest: {', '.join(lines[: max(above, 3)])}."
    )


def carried_away(harvested):
    """How long it took to carry all initiatives away, a line for each server."""
    for server in (PORTAL, DATASETTE):
        ways = [
            f"`{way['what']}` {short(way['seconds'])} s ({short(way['megabytes'])} MB,"
            f" the server up to {short(max(way['memory'], 0))} MB larger)"
            for way in harvested[server]
        ]
        yield f"- All initiatives carried away from {NAMES[server]}: {'; '.join(ways)}."
    yield f"- The files of the day were made in {short(harvested['made in'])} s."


def milliseconds(number):
    """A time, as exactly as anybody needs it."""
    return "" if number is None else f"{short(number)} ms"


def short(number):
    """Three digits that count, and no more: 1,234 and 45.6 and 0.12."""
    if number >= 100:
        return f"{number:,.0f}"
    return f"{number:.1f}" if number >= 10 else f"{number:.2f}"
