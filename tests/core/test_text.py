"""One rule for text: the same signs are let through by the code and by the database."""

import unicodedata

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from core import text
from core.models.identity import FormerSlug, NaturalKeyModel
from forum.models import Appearance, Session
from initiatives.models import Initiative
from tests.databases import drop, maintain, pointed_at
from tests.factories import AppearanceFactory, InitiativeFactory, SessionFactory

READABLE = {
    "Persian, with a non-joiner": "می\u200cخواهم",  # noqa: RUF001
    "Hindi, with a joiner": "क\u094d\u200dष",
    "Arabic, with marks of direction": "منظمة العمل الدولية \u200e(ILO)\u200f \u061c2015",
    "Khmer, with breaks between words": "ការងារ\u200bសមរម្យ",
    "soft hyphens": "South\u00adSouth co\u00adoperation",
    "a family and the flag of Wales": (
        "\N{WOMAN}\u200d\N{GIRL} \N{WAVING BLACK FLAG}\U000e0067\U000e0062\U000e0077\U000e007f"
    ),
    "Mongolian, with a variant": "\u182a\u180b\u1822",
    "Hangul in jamo": "\u1112\u1161\u11ab",
    "nothing": "",
}
SIGNS = [  # that PostgreSQL can hold, of the planes in which there are any, and the ends of all
    chr(number)
    for number in range(1, 0x110000)
    if number >> 16 in (0, 1, 14) or number & 0xFFFF >= 0xFFFD
    if not 0xD800 <= number < 0xE000
]
UNREADABLE = {  # in a line
    "a vertical tab": ("Seed\x0bbanks", "holds the control character U+000B"),
    "a form feed": ("Seed\x0cbanks", "holds the control character U+000C"),
    "a tab": ("Seed\tbanks", "holds the control character U+0009"),
    "a control character of Latin-1": ("Seed\x85banks", "holds the control character U+0085"),
    "a non-character": ("Seed\uffffbanks", "holds the non-character U+FFFF"),
    "one of a further plane": ("Seed\U0001fffebanks", "holds the non-character U+1FFFE"),
    "half a character": ("Seed\ud83dbanks", "holds the unpaired surrogate U+D83D"),
    "a line separator": ("Seed\u2028banks", "holds the line separator U+2028"),
    "an override": ("Seed\u202ebanks", "holds the sign of direction U+202E"),
    "an isolate": ("Seed\u2066banks", "holds the sign of direction U+2066"),
    "more than anybody reads": ("x" * 100_001, "has 100001 characters; at most 100000 are allowed"),
    "only a space without width": ("\u200b", "holds nothing that can be seen"),
    "only blanks, fillers and joiners": (
        " \u00a0\u3000\u2800\u3164\u200d\ufeff\ufe0f",
        "holds nothing that can be seen",
    ),
}


@pytest.mark.parametrize("sound", READABLE.values(), ids=READABLE)
def test_what_people_write_is_let_through_and_left_alone(sound):
    assert text.fault(sound, is_line=True) is None
    assert text.tidied(sound, is_line=True) == sound


@pytest.mark.parametrize(("unsound", "fault"), UNREADABLE.values(), ids=UNREADABLE)
def test_what_nobody_can_read_is_refused_by_its_name(unsound, fault):
    assert text.fault(unsound, is_line=True) == fault


def test_prose_has_lines_and_may_turn_its_direction():
    assert text.fault("One.\n\n\tTwo, \u2067שלום\u2069.", is_line=False) is None  # noqa: RUF001


def test_tidy_texts_keep_their_lines_as_far_as_they_may_have_any():
    untidy = "One\r\ntwo\x0bthree\rfour\x85five\u2029six\tse\x00ven\ufffe\u202e"
    assert text.tidied(untidy, is_line=False) == "One\ntwo\nthree\nfour\nfive\nsix\tseven\u202e"
    assert text.tidied(untidy, is_line=True) == "One two three four five six seven"


def test_blanks_of_every_width_are_nothing_to_be_seen():
    blanks = [sign for sign in SIGNS if unicodedata.category(sign) == "Zs"]
    assert len(blanks) == 17
    assert {text.fault(blank, is_line=True) for blank in blanks} == {
        "holds nothing that can be seen"
    }


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("function", "is_line"), [("is_readable_line", True), ("is_readable_prose", False)]
)
@pytest.mark.parametrize("before", ["", "a"], ids=["alone", "beside another"])
def test_the_database_has_the_same_rule_for_every_sign(function, is_line, before):
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT sign FROM unnest(%s::text[]) AS sign WHERE NOT {function}(%s::text || sign)",  # noqa: S608 - one of the two above
            [SIGNS, before],
        )
        refused = {sign for (sign,) in cursor}
    assert refused == {sign for sign in SIGNS if text.fault(before + sign, is_line=is_line)}


HELD_BY_A_STRICTER_RULE = {("initiatives_source", "moved_to")}  # nothing but signs of an address


@pytest.mark.django_db
def test_every_text_of_the_catalogue_is_held_to_it():
    models = [FormerSlug, *subclasses(NaturalKeyModel)]
    tables = {model._meta.db_table for model in models if not model._meta.abstract}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns"
            " WHERE table_name = ANY (%s) AND (data_type IN ('text', 'character varying')"
            " OR udt_name IN ('_text', '_varchar')) AND column_name <> 'public_id'",
            [sorted(tables)],
        )
        columns = set(cursor.fetchall())
        cursor.execute(
            "SELECT conrelid::regclass::text, attname FROM pg_constraint"
            " JOIN pg_attribute ON attrelid = conrelid AND attnum = ANY (conkey)"
            " WHERE conrelid::regclass::text = ANY (%s)"
            " AND conname LIKE '%%\\_text\\_is\\_readable' AND convalidated",
            [sorted(tables)],
        )
        assert set(cursor.fetchall()) == columns - HELD_BY_A_STRICTER_RULE
    assert len(columns) > 100


def subclasses(model):
    for subclass in model.__subclasses__():
        yield subclass
        yield from subclasses(subclass)


BREAKS = [
    (InitiativeFactory, Initiative, {"title": "Seed\x0bbanks"}, "initiative"),
    (InitiativeFactory, Initiative, {"title": "\u200b"}, "initiative"),
    (InitiativeFactory, Initiative, {"acronym": "\u202eSB"}, "initiative"),
    (InitiativeFactory, Initiative, {"summary": "Seeds.\x0c"}, "initiative"),
    (SessionFactory, Session, {"key_messages": ["Seeds.", "Soil.\ufffe"]}, "session"),
    (SessionFactory, Session, {"key_messages": ["Seeds.", "\u2060"]}, "session"),
    (AppearanceFactory, Appearance, {"points": ["\x01"]}, "appearance"),
    (AppearanceFactory, Appearance, {"points": ["x" * 100_001]}, "appearance"),
    (InitiativeFactory, Initiative, {"approach": "x" * 100_001}, "initiative"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("factory", "model", "values", "name"), BREAKS)
def test_the_model_and_the_database_refuse_the_same(factory, model, values, name):
    record = factory()
    (field,) = values
    for name_of_field, value in values.items():
        setattr(record, name_of_field, value)
    with pytest.raises(ValidationError, match=r"It h(as|olds)") as told:
        record.full_clean()
    assert list(told.value.error_dict) == [field]
    with pytest.raises(IntegrityError, match=f"{name}_text_is_readable"), transaction.atomic():
        model.objects.filter(pk=record.pk).update(**values)


BEFORE = [("initiatives", "0008_first_published"), ("forum", "0005_first_published")]
AFTER = [("initiatives", "0009_readable_text"), ("forum", "0006_readable_text")]


@pytest.mark.django_db(transaction=True)
def test_texts_from_before_the_rule_are_tidied_by_its_migration():
    """In a database of then: whoever went back to it in one of now would undo all that came since.

    What comes since is done to the records of then in `tests/upgrade`.
    """
    of_then = f"{connection.settings_dict['NAME']}_of_then"
    maintain("CREATE DATABASE {} TEMPLATE template0", of_then)
    try:
        with pointed_at(of_then):
            initiative, appearance = untidy_records(migrated(BEFORE))
            migrated(AFTER)
            changed = initiative.updated_at
            initiative.refresh_from_db()
            appearance.refresh_from_db()
    finally:
        drop(of_then)
    assert (initiative.title, initiative.summary) == ("Seed banks", "Seeds.\nSoil.")
    assert (initiative.acronym, initiative.updated_at) == ("", changed)
    assert appearance.points == ["It\nhelps.", ""]


def migrated(targets):
    """Bring the database to these migrations: a function that gives the models of then."""
    return MigrationExecutor(connection).migrate(targets).apps.get_model


def untidy_records(model):
    """An initiative and an appearance that the rule would not let through."""
    initiative = model("initiatives", "Initiative").objects.create(
        slug="seed-banks",
        kind=model("initiatives", "InitiativeKind").objects.create(slug="project", name="Project"),
        title="Seed\x0bbanks\u202e",
        summary="Seeds.\r\nSoil.",
        acronym="\u200b",
    )
    forum = model("forum", "Forum").objects.create(slug="fair", title="Fair", start_date="2014")
    appearance = model("forum", "Appearance").objects.create(
        session=model("forum", "Session").objects.create(forum=forum, order=1, slug="seeds"),
        person=model("forum", "Person").objects.create(slug="ana", name="Ana"),
        role="speaker",
        points=["It\x0chelps.", "\u200b"],
    )
    return initiative, appearance
