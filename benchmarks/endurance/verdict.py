"""What came of a run: flat or not, and what happened beyond capacity."""

from collections import Counter
from dataclasses import dataclass
from statistics import mean

from benchmarks.endurance.arrivals import NO_ANSWER
from benchmarks.endurance.watching import slope
from benchmarks.load import percentile

FLAT = 0.05  # of its size: what a value may rise in an hour
TOLD_TO_COME_BACK = 503
SERVED = 0.7  # of the capacity: what has to be answered however much is asked
PROBE = 1.0  # seconds within which /healthz answers
NORMAL = 5.0  # seconds after which nobody is refused any more


@dataclass
class Trend:
    """How something went in the second half of a run: `rise` in an hour, and its standard error."""

    what: str
    unit: str
    size: float
    rise: float | None
    error: float | None

    @property
    def is_flat(self):
        """Whether it rose by less than could be told from chance, or by next to nothing."""
        return self.rise is None or self.rise <= max(2 * self.error, FLAT * self.size)


def trends(minutes, samples):
    """The Trends of latencies, by minutes, and of all that the server takes, by samples."""
    latencies = [(row["minute"] * 60, row["p95"] * 1000) for row in minutes if row["requests"]]
    found = [trend("95 % of all answers", "ms", latencies)]
    for what, unit, value in (
        ("memory of the worker", "MB", lambda one: one.worker),
        ("memory of the main process", "MB", lambda one: one.main),
        ("memory of PostgreSQL", "MB", lambda one: one.postgres),
        ("descriptors", "", lambda one: one.descriptors),
        ("threads", "", lambda one: one.threads),
        ("connections to the database", "", lambda one: one.connections),
    ):
        found.append(trend(what, unit, [(one.moment, value(one)) for one in samples]))
    return found


def trend(what, unit, pairs):
    """The Trend of the second half of pairs of a moment and a value."""
    half = pairs[len(pairs) // 2 :]
    moments, values = [moment for moment, _ in half], [value for _, value in half]
    return Trend(what, unit, mean(values) if values else 0.0, *slope(moments, values))


@dataclass
class Heard:
    """What was answered while more was asked than can be answered: to readers, `after` that to
    readers again, to the curator, and to the probe.
    """

    answered: list
    after: list
    desk: list
    probes: list


def of_crowd(times, capacity, seconds, heard, slow):
    """What happened when `times` the capacity was asked for so many seconds; as JSON takes it.

    heard: a Heard; slow: seconds from which on an answer is not normal.
    """
    answered, desk, probes = heard.answered, heard.desk, heard.probes
    served = [one.took for one in answered if one.status == 200]
    refused = [one.took for one in answered if one.status == TOLD_TO_COME_BACK]
    late = [one.due for one in heard.after if one.status != 200 or one.took > slow]
    return {
        "times": times,
        "asked": len(answered) / seconds,
        "served": len(served) / seconds,
        "share_of_capacity": len(served) / seconds / capacity,
        "statuses": Counter(one.status for one in answered),
        "took": [percentile(served, share) for share in (0.5, 0.95, 0.99)] if served else None,
        "refused": [percentile(refused, share) for share in (0.5, 0.95)] if refused else None,
        "longest": max((one.took for one in answered), default=0.0),
        "desk": Counter(answer.status for answer in desk),
        "desk_took": max((answer.seconds for answer in desk), default=0.0),
        "probe": max((answer.seconds for answer in probes), default=0.0),
        "probes_failed": sum(answer.status != 200 for answer in probes),
        "until_normal": max(late, default=0.0),
    }


def problems(result):
    """Yield in a sentence each thing that is not as it should be."""
    wrong = {status: n for status, n in result["statuses"].items() if int(status) != 200}
    if wrong:
        yield f"At {result['share']:.0%} of capacity not all was answered: {wrong}."
    if any(int(status) >= 400 or int(status) == NO_ANSWER for status in result["desk"]):
        yield f"The curator was not always served: {result['desk']}."
    if not result["edits"]:
        yield "The curator saved nothing."
    for one in result["trends"]:
        if not one["is_flat"]:
            yield f"Not flat: {one['what']} rose by {one['rise']:.1f} {one['unit']} an hour."
    for crowd in result["crowds"]:
        name = f"At {crowd['times']} times the capacity"
        odd = set(map(int, crowd["statuses"])) - {200, TOLD_TO_COME_BACK}
        if odd:
            yield f"{name} there were answers other than 200 and 503: {crowd['statuses']}."
        if crowd["share_of_capacity"] < SERVED:
            yield f"{name} only {crowd['share_of_capacity']:.0%} of it was served."
        if any(int(status) not in (200, 302) for status in crowd["desk"]):
            yield f"{name} the curator was not served: {crowd['desk']}."
        if crowd["probes_failed"] or crowd["probe"] > PROBE:
            yield f"{name} /healthz took up to {crowd['probe']:.1f} s."
        if crowd["until_normal"] > NORMAL:
            yield f"{name} it took {crowd['until_normal']:.0f} s afterwards until all was normal."
