"""What is changed in the tables of this app is kept in the history; see `core.history`."""

from django.db import migrations

from core.history.triggers import keeps_history

FORUM = ("forum", "forum_id")
SESSION = ("session", "session_id")

# Whose page shows the rows of a table: the kind of record, and the column with its key.
TABLES = {
    "forum_forumseries": ("forumseries",),
    "forum_forum": ("forum",),
    "forum_forum_organizers": FORUM,
    "forum_forum_resources": FORUM,
    "forum_forum_themes": FORUM,
    "forum_forumcitation": FORUM,
    "forum_person": ("person",),
    "forum_personcitation": ("person", "person_id"),
    "forum_session": ("session",),
    "forum_session_initiatives": SESSION,
    "forum_session_resources": SESSION,
    "forum_session_themes": SESSION,
    "forum_sessionfigure": SESSION,
    "forum_appearance": SESSION,
}


class Migration(migrations.Migration):
    dependencies = [
        ("forum", "0011_names_in_alphabetical_order"),
        ("portal", "0011_history"),
    ]

    operations = [keeps_history(table, *whose) for table, whose in TABLES.items()]
