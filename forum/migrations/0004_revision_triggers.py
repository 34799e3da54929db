"""Changes to the tables of this app raise the catalogue's revision; see `core.revision.triggers`."""

from django.db import migrations

from core.revision.triggers import NOTHING, raises_revision

# An initiative's entry in the search index says in which sessions it was shown.
TABLES = {
    "forum_session_initiatives": ("initiative", "initiative_id"),
    "forum_forumseries": NOTHING,
    "forum_forum": NOTHING,
    "forum_forum_organizers": NOTHING,
    "forum_forum_resources": NOTHING,
    "forum_forum_themes": NOTHING,
    "forum_forumcitation": NOTHING,
    "forum_person": NOTHING,
    "forum_personcitation": NOTHING,
    "forum_session": NOTHING,
    "forum_session_resources": NOTHING,
    "forum_session_themes": NOTHING,
    "forum_sessionfigure": NOTHING,
    "forum_appearance": NOTHING,
}


class Migration(migrations.Migration):
    dependencies = [
        ("forum", "0003_permission_to_publish"),
        ("portal", "0002_former_slug"),
    ]

    operations = [
        *(raises_revision(table, *arguments) for table, arguments in TABLES.items()),
    ]
