"""What it takes to take an initiative up, in parts that can be asked for and compared."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import (
    CombinedSearchVector,
    SearchConfig,
    SearchVector,
    SearchVectorField,
)
from django.db import migrations, models

import core.models.text

WEIGHTS = {
    "A": ["title", "acronym", "local_title"],
    "B": ["summary"],
    "C": ["challenge", "approach", "results"],
    "D": ["lessons", "replicability"],
}
PARTS = {
    "law_and_mandate": ["Which law, decree, agreement or mandate does it rest on?"],
    "body_in_charge": ["Which body runs it, and what must that body be able to do?"],
    "partners_needed": ["Who else has to take part?"],
    "money_needed": ["What does it cost, per head too, and who pays?", "money"],
    "time_needed": ["How long until it begins, works and stands by itself?", "time"],
    "people_and_skills": ["Who does the work, and what must they know?"],
    "failed_elsewhere": ["What went wrong where others tried it?", "what failed elsewhere"],
}
PROSE = ["summary", "challenge", "approach", "results", "lessons", "replicability"]


def added(name, question, label=None):
    return migrations.AddField(
        "initiative",
        name,
        models.TextField(
            blank=True,
            db_default="",
            default="",
            help_text=f"{question} The editors' reading. Markdown.",
            verbose_name=label,
        ),
    )


def searched(*parts):
    """The words of initiatives, the parts of what it takes among those that weigh least."""
    said, *others = (
        SearchVector(*columns, *(parts if weight == "D" else ()), weight=weight, config="catalogue")
        for weight, columns in WEIGHTS.items()
    )
    for other in others:
        said = CombinedSearchVector(said, "||", other, SearchConfig("catalogue"))
    return migrations.AddField(
        "initiative",
        "search_vector",
        models.GeneratedField(db_persist=True, expression=said, output_field=SearchVectorField()),
    )


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0016_uptake")]

    operations = [
        *(added(name, *said) for name, said in PARTS.items()),
        migrations.AlterField(
            "initiative",
            "replicability",
            models.TextField(
                blank=True,
                help_text="What another country needs to take it up, beyond the single parts: the"
                " editors' reading. Markdown.",
            ),
        ),
        migrations.RemoveConstraint("initiative", "initiative_text_is_readable"),
        migrations.AddConstraint(
            "initiative",
            core.models.text.ReadableText(
                lines=["slug", "publication", "title", "acronym", "local_title", "status"],
                name="initiative_text_is_readable",
                prose=[*PROSE, *PARTS, "status_note"],
            ),
        ),
        # What is generated cannot be altered.
        migrations.RemoveIndex("initiative", "initiative_search"),
        migrations.RemoveField("initiative", "search_vector"),
        searched(*PARTS),
        migrations.AddIndex(
            "initiative", GinIndex(fields=["search_vector"], name="initiative_search")
        ),
    ]
