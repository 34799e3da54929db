"""Everyday words, and the words of the field that they stand for."""

import django.contrib.postgres.fields
import django.core.validators
from django.db import migrations, models

import core.models.text
from core.revision.triggers import EVERYTHING, raises_revision


class Migration(migrations.Migration):
    dependencies = [
        ("initiatives", "0019_names_in_alphabetical_order"),
    ]

    operations = [
        migrations.CreateModel(
            name="GlossaryTerm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "phrase",
                    models.CharField(
                        help_text="As people say it: bosses, chômeurs, bono para madres.",
                        max_length=100,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^\\S+( \\S+){0,7}$",
                                "Write at most 8 words, with a single blank between them.",
                            )
                        ],
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[
                            ("en", "English"),
                            ("fr", "French"),
                            ("es", "Spanish"),
                            ("pt", "Portuguese"),
                            ("ar", "Arabic"),
                        ],
                        max_length=2,
                    ),
                ),
                (
                    "stands_for",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            max_length=100,
                            validators=[
                                django.core.validators.RegexValidator(
                                    "^\\S+( \\S+){0,7}$",
                                    "Write at most 8 words, with a single blank between them.",
                                )
                            ],
                        ),
                        help_text="Words of the field in English, as initiatives have them.",
                        size=None,
                    ),
                ),
            ],
            options={
                "ordering": ["phrase", "language", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("language", "phrase"),
                        name="glossary_term_stands_once",
                        violation_error_message="This phrase stands there already in this language.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("language__in", ["en", "fr", "es", "pt", "ar"])),
                        name="glossary_term_language_is_known",
                        violation_error_message="Choose one of the languages.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("phrase__regex", "^\\S+( \\S+){0,7}$")),
                        name="glossary_term_is_a_phrase",
                        violation_error_message="Write at most 8 words, with a single blank between them.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("stands_for__len__range", (1, 10))),
                        name="glossary_term_stands_for_something",
                        violation_error_message="It stands for one to 10 phrases.",
                    ),
                    core.models.text.ReadableText(
                        lines=["phrase", "language"],
                        lists=["stands_for"],
                        name="glossary_term_text_is_readable",
                    ),
                ],
            },
        ),
        raises_revision("initiatives_glossaryterm", *EVERYTHING),
    ]
