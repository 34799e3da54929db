"""Questions as forms: what of them is understood, and what pages say of the rest."""

from copy import copy

from django import forms

from core import text
from core.api.nearest import nearest, question
from core.http_cache.middleware import TRACKING
from core.search.fields import LONGEST_TEXT, FacetField, WordsField
from core.search.words import not_understood
from core.search.worker import worker

OF_PAGES = ("page", "show", "within", "format")  # parameters of pages that filter nothing
MOST_NAMED = 3  # unknown parameters that a page tells of


def understood_among_all(words):
    """How words are understood by all kinds of records; by none while there is no index."""
    others = worker.others() if words else None
    return others.understood(words) if others else not_understood(words)


class Flat(dict):
    """Filters or fields by name; a request changes nothing within them, so copies are flat."""

    def __deepcopy__(self, memo):
        return {name: copy(one) for name, one in self.items()}

    def needed(self, rare, question):
        """All but those that are rare and that a question lacks: a request copies the rest."""
        return Flat({n: one for n, one in self.items() if n not in rare or n in question})


class QuestionForm(forms.Form):
    """A question as a form, of which pages keep what they understand.

    rare: names of fields that a form has only where its question has them.
    """

    rare = frozenset()

    def __init__(self, data=None, *args, **kwargs):
        self.base_fields = Flat(self.base_fields).needed(self.rare, data or {})
        super().__init__(data, *args, **kwargs)

    def known_values(self):
        """The question without what could not be understood, by parameter."""
        faulty = self.errors  # asking for them is what cleans the data
        kept = {
            name: list(self.fields[name].names)
            for name in faulty
            if isinstance(self.fields[name], FacetField)
        }
        return {**self.cleaned_data, **kept}

    @property
    def words(self):
        """The words, or an empty text where there are none or they could not be understood."""
        return self.known_values().get("q") or ""

    @property
    def understood(self):
        """How the words were understood, as a ParsedQuery."""
        return understood_among_all(self.words)

    @property
    def typed(self):
        """What stands in the box: the words as they came, if not too long."""
        return text.tidied(self.data.get("q", "")[:LONGEST_TEXT], is_line=True)

    @property
    def problem(self):
        """Why the words could not be searched for; empty where they could."""
        return " ".join(self.errors.get("q", []))

    @property
    def faults(self):
        """What of the question could not be understood, as sentences."""
        return self._faults_of(self.errors) + self._unknown_parameters()

    @property
    def ignored(self):
        """The same without the words, whose `problem` stands by their box."""
        return self._faults_of(name for name in self.errors if name != "q") + (
            self._unknown_parameters()
        )

    def _faults_of(self, names):
        return [
            f"{self.fields[name].label}: {said}" for name in names for said in self.errors[name]
        ]

    def _unknown_parameters(self):
        known = {*self.fields, *self.rare}
        unknown = [
            name
            for name in self.data
            if name not in known and name not in OF_PAGES and not TRACKING.match(f"{name}=")
        ]
        return [unknown_parameter(name, known) for name in unknown[:MOST_NAMED]]


def unknown_parameter(name, known):
    """What a page says of a parameter that it does not have."""
    near = nearest(name, known)
    said = f"Unknown filter: “{text.tidied(name[:60], is_line=True)}”."
    return f"{said} {question(near)}" if near else said


class WordsForm(QuestionForm):
    """A search box of its own."""

    q = WordsField(required=False)
