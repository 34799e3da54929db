"""Whether what a server says is what was asked for, and as it is by now."""

import html
import json
from dataclasses import dataclass

from faults.client import Answer

SHOWN_WITHIN = 1.0  # seconds in which all servers show an edit that the desk has confirmed
EDITS_WATCHED = 5  # the last so many: none of them is edited again so soon
A_BEAT = 0.5  # seconds; a database that takes longer for `SELECT 1` does not answer
ENDS = {"text/html": b"</html>", "application/atom+xml": b"</feed>"}


@dataclass(frozen=True)
class Edit:
    """A title that the desk has confirmed; at: when, by the monotonic clock."""

    slug: str
    title: str
    at: float

    @property
    def paths(self):
        """Where readers and programs see it."""
        return f"/initiatives/{self.slug}/", f"/api/v1/initiatives/{self.slug}/"

    def is_missing_in(self, path, answer):
        """Whether an answer of 200 says something else, though it was asked for late enough."""
        if answer.status != 200 or answer.began < self.at + SHOWN_WITHIN:
            return False
        if path.startswith("/api/"):
            return title_of(answer) != self.title
        return self.title not in html.unescape(answer.body.decode(errors="replace"))


@dataclass(frozen=True)
class Stale:
    """An answer that misses an edit."""

    edit: Edit
    path: str
    answer: Answer

    def __str__(self):
        late = self.answer.began - self.edit.at
        return f"{self.path} has not {self.edit.title!r} {late:.1f} s after it was acknowledged"


@dataclass(frozen=True)
class Beat:
    """That the database was asked, and whether it answered."""

    began: float
    ended: float
    is_answered: bool

    @property
    def is_well(self):
        return self.is_answered and self.ended - self.began < A_BEAT


def stale_though_it_answered(stale, beats):
    """Those Stale answers before which the database answered for as long as an edit may take.

    While it does not, what was last known is shown: docs/caching.md.
    """
    return [one for one in stale if has_answered(beats, one.answer)]


def has_answered(beats, answer):
    """Whether the database answered whenever it was asked, from a second before an answer on."""
    began = answer.began - SHOWN_WITHIN
    meanwhile = [beat for beat in beats if beat.ended >= began and beat.began <= answer.ended]
    return bool(meanwhile) and all(beat.is_well for beat in meanwhile)


def is_wrong(path, answer):
    """Whether an answer of 200 is broken off, unreadable, or about another record."""
    if answer.status != 200:
        return False
    kind = answer.headers.get_content_type()
    if kind == "application/json":
        return is_wrong_json(path, answer)
    end = ENDS.get(kind)
    if end is None or not answer.body.rstrip().endswith(end):
        return True
    return is_of_record(path) and f'href="{path}'.encode() not in answer.body


def is_wrong_json(path, answer):
    try:
        said = json.loads(answer.body)
    except ValueError:
        return True
    return is_of_record(path) and (not isinstance(said, dict) or said.get("slug") != slug_in(path))


def is_of_record(path):
    """Whether a path is that of an initiative: of its page, or of the API."""
    before = path.strip("/").rpartition("/")[0]
    return path.endswith("/") and before in ("initiatives", "api/v1/initiatives")


def slug_in(path):
    return path.strip("/").rpartition("/")[2]


def title_of(answer):
    """The title in an answer of the API; None where there is none."""
    try:
        return json.loads(answer.body)["title"]
    except (ValueError, KeyError, TypeError):
        return None
