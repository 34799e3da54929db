"""Hold the texts of this app to the rule of `core.text`."""

from django.db import migrations

from core.models.text import KeepReadable, ReadableText

TEXTS = {
    "appearance": ReadableText(
        name="appearance_text_is_readable", lines=["role", "title", "topic"], lists=["points"]
    ),
    "forum": ReadableText(
        name="forum_text_is_readable",
        lines=["slug", "publication", "title", "start_date", "end_date", "city", "venue", "theme"],
        prose=["summary"],
    ),
    "forumseries": ReadableText(name="forum_series_text_is_readable", lines=["slug", "name"]),
    "person": ReadableText(name="person_text_is_readable", lines=["slug", "publication", "name"]),
    "session": ReadableText(
        name="session_text_is_readable",
        lines=["slug", "title", "date"],
        prose=["summary"],
        lists=["key_messages"],
    ),
    "sessionfigure": ReadableText(name="session_figure_text_is_readable", lines=["unit", "label"]),
}


class Migration(migrations.Migration):
    dependencies = [("forum", "0005_first_published"), ("portal", "0004_readable_text")]

    operations = [KeepReadable(model, constraint) for model, constraint in TEXTS.items()]
