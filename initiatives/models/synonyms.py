"""Other words for what classifies records."""

from django.db import models

from core.models.identity import NaturalKeyModel


class Synonym(NaturalKeyModel):
    """Another word for a record: an abbreviation, a narrower term, a name in another language."""

    class Language(models.TextChoices):
        ENGLISH = "en", "English"
        FRENCH = "fr", "French"
        SPANISH = "es", "Spanish"
        PORTUGUESE = "pt", "Portuguese"
        ARABIC = "ar", "Arabic"

    language = models.CharField(max_length=2, choices=Language.choices)
    text = models.CharField(max_length=100)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True

    def __str__(self):
        return self.text
