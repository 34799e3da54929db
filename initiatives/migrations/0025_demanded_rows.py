"""What is public has a source, and an initiative a theme."""

from django.db import migrations

from core.models.demanded_rows import rows_are_there

SOURCE = "a source"


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0024_incomplete_drafts")]

    operations = [
        rows_are_there(
            "initiatives_initiative",
            "initiative_id",
            {"initiatives_initiativecitation": SOURCE, "initiatives_initiativetheme": "a theme"},
        ),
        rows_are_there(
            "initiatives_organization",
            "organization_id",
            {"initiatives_organizationcitation": SOURCE},
        ),
        rows_are_there(
            "initiatives_resource", "resource_id", {"initiatives_resourcecitation": SOURCE}
        ),
    ]
