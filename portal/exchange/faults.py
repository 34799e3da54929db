"""What is wrong with a file, and where."""

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Fault:
    """One fault: the file, the record (its slug or code), the key, and what is wrong with it."""

    file: str
    record: str
    key: str
    text: str

    def __str__(self):
        where = ", ".join(part for part in (self.file, self.record, self.key) if part)
        return f"{where}: {self.text}"


class ExchangeError(Exception):
    """The files cannot be taken in; `faults` says why."""

    def __init__(self, faults):
        self.faults = faults
        super().__init__(f"{len(faults)} faults")


class Place:
    """A place in a file, from which faults are reported.

    `known` says which records references can name (see `known.Known`).
    """

    def __init__(self, faults, known, file, record="", key=""):
        self.faults = faults
        self.known = known
        self.file = file
        self.record = record
        self.key = key

    def at(self, step):
        """The place one step further in: a key by its name, an entry of a list by its number."""
        if isinstance(step, int):
            key = f"{self.key}[{step}]"
        else:
            key = f"{self.key}.{step}" if self.key else step
        return Place(self.faults, self.known, self.file, self.record, key)

    def report(self, text):
        """Note a fault at this place."""
        self.faults.append(Fault(self.file, self.record, self.key, text))
