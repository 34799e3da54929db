"""Names in the languages of the portal."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import get_language_info

LANGUAGES = ("fr", "es", "pt", "ar")
NAMES = ("name", *(f"name_{language}" for language in LANGUAGES))  # the columns


def language_code(**options):
    """A field for the language of something by its code, empty where that is not known."""
    code = RegexValidator("^[a-z]{2}$", "Use the two-letter code: en, es ...")
    return models.CharField(max_length=2, blank=True, validators=[code], **options)


def language_of_title(name="title", **options):
    """A field for the language of a title that may be in another language than English."""
    return language_code(
        verbose_name=f"language of the {name}",
        default="",
        db_default="",
        help_text="Two-letter code, where it is not in English: es, fr ...",
        **options,
    )


class NamesByLanguage:
    """What has a name in the columns NAMES."""

    @property
    def names(self):
        """The name by language code, English apart; languages without a name are left out."""
        names = {language: getattr(self, f"name_{language}") for language in LANGUAGES}
        return {language: name for language, name in names.items() if name}


class Named(NamesByLanguage, models.Model):
    """A name in English, and in each further language of the portal."""

    name = models.CharField(max_length=150)
    name_fr = models.CharField("name in French", max_length=150, blank=True)
    name_es = models.CharField("name in Spanish", max_length=150, blank=True)
    name_pt = models.CharField("name in Portuguese", max_length=150, blank=True)
    name_ar = models.CharField("name in Arabic", max_length=150, blank=True)

    class Meta:
        abstract = True

    def __str__(self):
        return self.name


def language_name(code):
    """The English name of a language by its code; the code where it has none."""
    try:
        return get_language_info(code)["name"]
    except KeyError:
        return code
