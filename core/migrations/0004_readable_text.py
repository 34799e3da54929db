"""The rule of `core.text`, for the constraints of `core.models.text` to call."""

from django.db import migrations

from core.models.text import KeepReadable, ReadableText

NONCHARACTERS = r"\ufdd0-\ufdef" + "".join(
    rf"\U{plane:04x}fffe\U{plane:04x}ffff" for plane in range(0x11)
)
# U+0000 and surrogates are in no text of PostgreSQL's anyway.
UNREADABLE = rf"\u0001-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029{NONCHARACTERS}"
UNREADABLE_IN_LINES = rf"\u0009\u000a{UNREADABLE}\u202a-\u202e\u2066-\u2069"
INVISIBLE = (
    r"\u0009\u000a\u0020\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
    r"\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    r"\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8"
    r"\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)


def is_readable(text, unreadable):
    is_visible = f"({text} = '' OR {text} ~ '[^{INVISIBLE}]')"
    return f"length({text}) <= 100000 AND {text} !~ '[{unreadable}]' AND {is_visible}"


FUNCTIONS = f"""
CREATE FUNCTION is_readable_line(text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
    $$ SELECT {is_readable("$1", UNREADABLE_IN_LINES)} $$;
CREATE FUNCTION is_readable_prose(text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
    $$ SELECT {is_readable("$1", UNREADABLE)} $$;
CREATE FUNCTION is_readable_list(text[]) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
    $$ SELECT coalesce(bool_and({is_readable("one", UNREADABLE)}), true) FROM unnest($1) AS one $$;
"""  # noqa: S608 - of what stands above

DROP = """
DROP FUNCTION is_readable_list(text[]);
DROP FUNCTION is_readable_prose(text);
DROP FUNCTION is_readable_line(text);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0003_first_published"),
        ("initiatives", "0005_revision_triggers"),  # which has the table of former addresses
    ]

    operations = [
        migrations.RunSQL(FUNCTIONS, DROP),
        KeepReadable(
            "formerslug",
            ReadableText(name="former_slug_text_is_readable", lines=["kind", "slug", "current"]),
        ),
    ]
