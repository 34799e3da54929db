"""Every record of a forum gets an id that never changes."""

from django.db import migrations

from core.models.identity import public_id_is_wellformed
from core.models.public_id import GivePublicIds

SESSION = "(SELECT slug FROM forum_session WHERE id = $1.session_id)"
MADE_OF = {
    "forum_series": "$1.slug",
    "forum": "$1.slug",
    "session": "$1.slug",
    "person": "$1.slug",
    "session_figure": f"{SESSION}, $1.value, $1.unit, $1.label, $1.year",
}


class Migration(migrations.Migration):
    dependencies = [
        ("forum", "0006_readable_text"),
        ("portal", "0006_public_ids"),
    ]

    operations = [
        *(
            GivePublicIds(
                name.replace("_", ""),
                f"forum_{name.replace('_', '')}",
                f"concat_ws('/', {columns})",
            )
            for name, columns in MADE_OF.items()
        ),
        *(
            migrations.AddConstraint(name.replace("_", ""), public_id_is_wellformed(name))
            for name in MADE_OF
        ),
    ]
