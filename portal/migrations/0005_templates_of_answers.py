"""Texts that answers to readers begin with, for editors to change."""

from django.db import migrations

THANKS = "Dear {name},\n\nThank you for what you told us on {sent} about “{title}”.\n\n"
END = "\n\nWith kind regards,\nthe editors of {site}"
TEMPLATES = [
    (
        "It is corrected",
        "{site}: it is corrected",
        "We checked it against a source, and the page is corrected:\n{address}",
    ),
    (
        "It stands as a replication",
        "{site}: the step of your country is in the catalogue",
        "It now stands in the catalogue, with its source:\n{address}\n\nIf the work goes further, "
        "please tell us again: a link on that page leads to the form.",
    ),
    (
        "Is there a source?",
        "{site}: can you help us with a source?",
        "Before we change a page, we need a page or document that anybody can read and that says "
        "so: a report, a law, a press release of a ministry. Do you know of one? You can answer "
        "this mail.",
    ),
    (
        "We did not change it",
        "{site}: what became of your message",
        "We looked into it and did not change the page. {reason}.\n\n{remark}\n\nIf you think that "
        "we have it wrong, answer this mail and tell us of a source.",
    ),
]


def add(apps, schema_editor):
    template = apps.get_model("roof", "AnswerTemplate")
    for position, (title, subject, text) in enumerate(TEMPLATES):
        values = {"subject": subject, "text": THANKS + text + END, "position": position}
        template.objects.get_or_create(title=title, defaults=values)


class Migration(migrations.Migration):
    dependencies = [("roof", "0004_answers_to_readers")]

    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
