"""What is public has a source."""

from django.db import migrations

from core.models.demanded_rows import rows_are_there

SOURCE = "a source"


class Migration(migrations.Migration):
    dependencies = [("forum", "0013_incomplete_drafts")]

    operations = [
        rows_are_there("forum_forum", "forum_id", {"forum_forumcitation": SOURCE}),
        rows_are_there("forum_person", "person_id", {"forum_personcitation": SOURCE}),
    ]
