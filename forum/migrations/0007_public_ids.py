"""Figures of sessions get ids that never change."""

from django.db import migrations

from core.models.public_id import GivePublicIds, public_id_is_wellformed

SESSION = "(SELECT slug FROM forum_session WHERE id = $1.session_id)"
MADE_OF = f"concat_ws('/', {SESSION}, $1.value, $1.unit, $1.label, $1.year)"


class Migration(migrations.Migration):
    dependencies = [
        ("forum", "0006_readable_text"),
        ("portal", "0006_public_ids"),
    ]

    operations = [
        GivePublicIds("sessionfigure", "forum_sessionfigure", MADE_OF),
        migrations.AddConstraint("sessionfigure", public_id_is_wellformed("session_figure")),
    ]
