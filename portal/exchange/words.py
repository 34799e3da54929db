"""How faults speak of a record: in the words of a file of the format.

What comes from sheets speaks in theirs (`portal/sheets/words.py`); which rules there are, and when
they are broken, is the same for both.
"""

from difflib import get_close_matches

from portal.exchange.values import kind_of, shown

FEW = 30  # values of a vocabulary that a message can list
MANY = 5000  # values among which a like one is looked for


class FileWords:
    """The words of files: keys and codes."""

    def called(self, record, key):
        """What a key is called where it stands: "replications[0].to" is "to"."""
        return key.rpartition(".")[2]

    def missing(self, key):
        """That a record lacks a key."""
        return "is missing; every record has it"

    def unknown(self, known, model, by, value):
        """That no record of a model is identified by a value, with what may be meant."""
        type_due = int if by == "number" else str
        if not isinstance(value, type_due) or isinstance(value, bool):
            due = "a whole number" if type_due is int else "a text"
            return f"is {kind_of(value)}; {due} is due"
        values = known.values(model, by)
        text = f"{shown(value)} is no {model._meta.verbose_name} of the files or the database"
        if len(values) <= FEW:
            return f"{text}; those are {', '.join(map(str, sorted(values)))}"
        if len(values) > MANY:
            return text
        alike = get_close_matches(str(value), map(str, values), n=1, cutoff=0.8)
        return f"{text}; {shown(alike[0])} is" if alike else text

    def no_choice(self, choice, value):
        """That a value is none of the words of a Choice."""
        return f"{shown(value)} is not {choice.due}"

    def former(self, value, current):
        """That a record is not called so any more."""
        return f"{shown(value)} is a former slug of {shown(current)}; write that"
