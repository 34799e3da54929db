"""Everyday words, and the words of the field that they stand for."""

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from core.models.identity import NaturalKeyModel
from core.search.language import stems_of, words_of
from core.search.thesaurus import LONGEST
from initiatives.models.synonyms import Synonym

PHRASE = rf"^\S+( \S+){{0,{LONGEST - 1}}}$"
PHRASE_DUE = f"at most {LONGEST} words, with a single blank between them"
MOST_MEANINGS = 10


class GlossaryTerm(NaturalKeyModel):
    """A phrase as people say it in their language, and the words of the field that it stands for.

    Search finds by the latter too. What stands for a theme or a sector as a whole is a synonym of
    that instead.
    """

    NATURAL_KEY = ("language", "phrase")

    phrase = models.CharField(
        max_length=100,
        validators=[RegexValidator(PHRASE, f"Write {PHRASE_DUE}.")],
        help_text="As people say it: bosses, chômeurs, bono para madres.",
    )
    language = models.CharField(max_length=2, choices=Synonym.Language.choices)
    stands_for = ArrayField(
        models.CharField(
            max_length=100, validators=[RegexValidator(PHRASE, f"Write {PHRASE_DUE}.")]
        ),
        help_text="Words of the field in English, as initiatives have them.",
    )

    class Meta:
        ordering = ["phrase", "language", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["language", "phrase"],
                name="glossary_term_stands_once",
                violation_error_message="This phrase stands there already in this language.",
            ),
            models.CheckConstraint(
                condition=Q(language__in=Synonym.Language.values),
                name="glossary_term_language_is_known",
                violation_error_message="Choose one of the languages.",
            ),
            models.CheckConstraint(
                condition=Q(phrase__regex=PHRASE),
                name="glossary_term_is_a_phrase",
                violation_error_message=f"Write {PHRASE_DUE}.",
            ),
            models.CheckConstraint(
                condition=Q(stands_for__len__range=(1, MOST_MEANINGS)),
                name="glossary_term_stands_for_something",
                violation_error_message=f"It stands for one to {MOST_MEANINGS} phrases.",
            ),
        ]

    def __str__(self):
        return self.phrase

    def clean(self):
        """Refuse what says nothing, or the same twice."""
        super().clean()
        faults = {
            "phrase": self._fault_of_phrase(),
            "stands_for": fault_of_meanings(self.phrase, self.stands_for or []),
        }
        if faults := {name: fault for name, fault in faults.items() if fault}:
            raise ValidationError(faults)

    def _fault_of_phrase(self):
        words = words_of(self.phrase)
        if not 1 <= len(words) <= LONGEST:
            return f"Write {PHRASE_DUE}."
        others = GlossaryTerm.objects.filter(language=self.language).exclude(pk=self.pk)
        for other in others.values_list("phrase", flat=True):
            if words_of(other) == words:
                return f"“{other}” stands there already in this language."
        return None


def fault_of_meanings(phrase, meanings):
    """What is wrong with what a phrase stands for, as a sentence, or None."""
    if len(meanings) > MOST_MEANINGS:
        return f"Name at most {MOST_MEANINGS} phrases."
    seen = {tuple(stems_of(phrase)): phrase}
    for meaning in meanings:
        stems = tuple(stems_of(meaning))
        if not stems:
            return f"“{meaning}” has no word."
        if stems in seen:
            return f"“{meaning}” is “{seen[stems]}” again: search finds all forms of a word."
        seen[stems] = meaning
    return None
