"""What came of asking an address."""

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """Whether an address answers: yes, no, or nobody can tell."""

    ANSWERED = "answered"
    FAILED = "failed"
    UNCLEAR = "unclear"


@dataclass(frozen=True)
class Answer:
    """What came of asking an address, for a person to read.

    said: in a sentence, empty where it simply answers. leads_to: where its redirects end, if that
    is another page; is_moved: whether they say that it is there for good. is_told_by_it: whether
    some server has said so; else the fault may lie with our own connection.
    """

    outcome: Outcome
    said: str = ""
    leads_to: str = ""
    is_moved: bool = False
    is_told_by_it: bool = True


class Answered(Exception):
    """Raised where nothing further has to be asked, with the Answer."""

    def __init__(self, answer):
        super().__init__(answer.said)
        self.answer = answer


def failed(said, *, is_told_by_it=True):
    return Answered(Answer(Outcome.FAILED, said, is_told_by_it=is_told_by_it))


def unclear(said, *, is_told_by_it=False):
    return Answered(Answer(Outcome.UNCLEAR, said, is_told_by_it=is_told_by_it))
