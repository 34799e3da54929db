"""Who looked at the sender of a proposal has a line in the access log."""

from django.db import migrations, models

KINDS = [
    ("signed-in", "Signed in"),
    ("failed", "Sign-in failed"),
    ("locked-out", "Has to wait"),
    ("signed-out", "Signed out"),
    ("code-failed", "Wrong code"),
    ("recovered", "Recovery code used"),
    ("factor-set", "Second factor set up"),
    ("factor-taken", "Second factor taken away"),
    ("codes-made", "Recovery codes made"),
    ("sessions-ended", "Sessions ended"),
    ("rights", "Access or rights changed"),
    ("invited", "Invited"),
    ("password-link", "Link for a password made"),
    ("link-made", "Link to a preview made"),
    ("exported", "Exported"),
    ("imported", "Imported"),
    ("sender-seen", "Sender of a proposal looked at"),
]


class Migration(migrations.Migration):
    dependencies = [("roof", "0013_order_of_guidelines")]

    operations = [
        migrations.AlterField(
            "accessevent",
            "kind",
            models.CharField(choices=KINDS, max_length=20, verbose_name="what happened"),
        )
    ]
