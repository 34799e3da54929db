"""What is wrong with a file, and where."""

from dataclasses import dataclass, replace


@dataclass(frozen=True, order=True)
class Fault:
    """One fault: the file, the record (its slug or code), the key, and what is wrong with it.

    place: the sheet, row and column where a table has it.
    """

    file: str
    record: str
    key: str
    text: str
    place: str = ""

    def __str__(self):
        where = ", ".join(part for part in (self.file, self.record, self.key) if part)
        return printable(f"{where}: {self.text}")


def counted(number, noun):
    """A number with its noun: "1 fault", "12 faults"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def printable(text):
    """A text in which every sign can be seen, and printed: others are written as \x1b."""
    return "".join(
        sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in text
    )


class ExchangeError(Exception):
    """The files cannot be taken in; `faults` says why."""

    def __init__(self, faults):
        self.faults = faults
        super().__init__(counted(len(faults), "fault"))


@dataclass(frozen=True)
class Location:
    """A place in a file, from which faults are reported.

    known: the records that references can name (see `known.Known`). top: the record of the file
    as it was read, whose sources its parts number. is_draft: whether it may lack what is asked for
    only before readers see it.
    """

    faults: list
    known: object
    file: str
    record: str
    top: dict
    key: str = ""
    is_draft: bool = False

    def __str__(self):
        place = self.top.place(self.key)
        return place or ", ".join(part for part in (self.file, self.record, self.key) if part)

    @property
    def words(self):
        """The words in which the record was written."""
        return self.top.words

    def at(self, name):
        """The location of a key of the object here."""
        return replace(self, key=f"{self.key}.{name}" if self.key else name)

    def entry(self, label):
        """The location of an entry of the list here: its number from 0, or its slug."""
        return replace(self, key=f"{self.key}[{label}]")

    def called(self, name):
        """What a key of the object here is called by whoever wrote the record."""
        return self.words.called(self.top, f"{self.key}.{name}" if self.key else name)

    def report(self, text):
        """Note a fault here."""
        place = self.top.place(self.key)
        self.faults.append(Fault(self.file, self.record, self.key, text, place))
