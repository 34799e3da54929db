"""What may have been meant by a value of a parameter that there is not, in sentences."""

from django.utils.http import urlencode

from core.api.nearest import close_to, did_you_mean, known_ones, question
from core.search.language import words_of
from core.search.names import with_acronym

LONGEST = 200  # characters that are looked at
FEW = 12  # values that are all told
MOST_COMPARED = 2_000  # values that are compared letter by letter: 100 ms


def unknown(value, values):
    """What is said of a value that is none of a few."""
    return f"Unknown value: {value[:60]!r}. {did_you_mean(value, values)}"


class Meant:
    """The values of one parameter, by their names and by how they are written.

    parameter: its name; names: of all values, by value.
    """

    def __init__(self, parameter, names):
        self.parameter = parameter
        self.names = names
        self._by_words = {}
        for value, name in names.items():
            for spelling in (*with_acronym(str(name)), value):
                self._by_words.setdefault(folded(spelling), value)

    def said_of(self, value):
        """What is said of a value that is none of these."""
        told = [f"Unknown value: {value[:60]!r}."]
        near = self._by_words.get(folded(value))
        if several := None if near else self._repeated(value):
            told.append(f"Repeat the parameter: {several}")
        elif near := near or self.value_like(value):
            told.append(question(near))
        if 0 < len(self.names) <= FEW:
            told.append(known_ones(self.names))
        return " ".join(told)

    def value_like(self, text):
        """The value that has this name, or differs least from it in writing; None without any."""
        words = folded(text)
        if not words or words in self._by_words:
            return self._by_words.get(words)
        if words.isdigit() or len(self.names) > MOST_COMPARED:  # near numbers mean nothing
            return None
        return close_to(words, self._by_words)

    def _repeated(self, value):
        """The values between commas as parameters; empty where none of them is one here."""
        parts = [part.strip() for part in value[:LONGEST].split(",") if part.strip()]
        meant = [self._by_words.get(folded(part)) for part in parts]
        if len(parts) < 2 or not any(meant):
            return ""
        values = [one or part for one, part in zip(meant, parts, strict=True)]
        return urlencode([(self.parameter, one) for one in dict.fromkeys(values)])


def folded(text):
    """A name as it is compared: "São Tomé", "sao-tome" and "SAO TOME" are one."""
    return " ".join(words_of(text[:60]))
