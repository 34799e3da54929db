"""Remembers what was worked out last."""

from threading import Lock

from cachetools import LRUCache


class RememberedAnswers:
    """The answers to the last `most` questions, whoever asked. Thread-safe.

    The decorators of cachetools would tie a knot into whoever remembers by them, and a snapshot
    that has been replaced has to go at once, without a collection of garbage.
    """

    def __init__(self, most=512):
        self._answers = LRUCache(most)
        self._lock = Lock()

    def recall(self, question):
        """The answer to a question, or None where it is not known."""
        with self._lock:
            return self._answers.get(question)

    def get(self, question, work_out):
        """The answer to a question; work_out() finds it where it is not known."""
        answer = self.recall(question)
        if answer is None:
            answer = work_out()
            with self._lock:
                self._answers[question] = answer
        return answer
