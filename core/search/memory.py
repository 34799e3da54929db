"""Keeps what was worked out last."""

from collections import OrderedDict
from threading import Lock


class Memory:
    """The answers to the last `most` questions, whoever asked. Thread-safe."""

    def __init__(self, most=512):
        self.most = most
        self._known = OrderedDict()
        self._lock = Lock()

    def recall(self, question):
        """The answer to a question, or None where it is not known."""
        with self._lock:
            return self._known.get(question)

    def get(self, question, work_out):
        """The answer to a question; work_out() finds it where it is not known."""
        with self._lock:
            if question in self._known:
                self._known.move_to_end(question)
                return self._known[question]
        answer = work_out()
        with self._lock:
            self._known[question] = answer
            if len(self._known) > self.most:
                self._known.popitem(last=False)
        return answer
