"""Sectors of the economy in two levels, and which of them an initiative means."""

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

import core.models.identity
import core.models.text
from core.models.identity import public_id_is_wellformed
from core.models.public_id import GivePublicIds
from core.records.triggers import (
    PUBLISHED,
    Part,
    is_published,
    notes_records,
    publishes_records,
    replaces,
)
from core.revision.triggers import EVERYTHING, raises_revision

TWO_LEVELS = """
CREATE FUNCTION sectors_have_two_levels() RETURNS trigger LANGUAGE plpgsql
SET search_path FROM CURRENT AS $$
BEGIN
    IF EXISTS (
        SELECT FROM initiatives_sector sector
        JOIN initiatives_sector above ON above.id = sector.parent_id
        WHERE NEW.id IN (sector.id, above.id) AND above.parent_id IS NOT NULL
    ) THEN
        RAISE check_violation USING
            MESSAGE = format('The sector %s would stand on a third level, or above one.', NEW.slug),
            CONSTRAINT = 'sectors_have_two_levels';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER sectors_have_two_levels AFTER INSERT OR UPDATE ON initiatives_sector
    DEFERRABLE INITIALLY IMMEDIATE
    FOR EACH ROW EXECUTE FUNCTION sectors_have_two_levels();
"""
MEMBERSHIP = """
CREATE VIEW initiatives_sector_membership AS
    SELECT id AS within_id, id AS sector_id FROM initiatives_sector
    UNION ALL
    SELECT parent_id, id FROM initiatives_sector WHERE parent_id IS NOT NULL
"""


def links(name, column, *, to=""):
    """The Part of an initiative that a table of links holds; to: the table of what may be hidden."""
    where = is_published(to, column) if to else "true"
    return Part(name, f"initiatives_initiative_{name}", "initiative_id", f"p.{column}", where)


def initiatives(*further):
    """As in 0011_public_records, and further parts."""
    return publishes_records(
        "initiative",
        "initiatives_initiative",
        links("modalities", "modality_id"),
        links("sdgs", "sustainabledevelopmentgoal_id"),
        links("origin_countries", "country_id"),
        links("participating_countries", "country_id"),
        links("resources", "resource_id", to="initiatives_resource"),
        Part("themes", "initiatives_initiativetheme", "initiative_id"),
        *further,
        Part(
            "partnerships",
            "initiatives_partnership",
            "initiative_id",
            where=is_published("initiatives_organization", "organization_id"),
        ),
        Part("replications", "initiatives_replication", "initiative_id", "p.public_id"),
        Part("figures", "initiatives_figure", "initiative_id"),
        Part("milestones", "initiatives_milestone", "initiative_id", "p.date, p.position, p.id"),
        Part("citations", "initiatives_initiativecitation", "initiative_id"),
        public=PUBLISHED,
    )


SECTORS = Part("sectors", "initiatives_initiativesector", "initiative_id")
RECORDS = [
    replaces(initiatives(SECTORS), initiatives()),
    publishes_records(
        "sector",
        "initiatives_sector",
        Part("synonyms", "initiatives_sectorsynonym", "sector_id", "p.language, p.position, p.id"),
    ),
    notes_records("initiatives_sector", ("sector", "id")),
    notes_records("initiatives_sectorsynonym", ("sector", "sector_id")),
    notes_records("initiatives_initiativesector", ("initiative", "initiative_id")),
]
REVISION = [
    raises_revision("initiatives_sector", *EVERYTHING),
    raises_revision("initiatives_sectorsynonym", *EVERYTHING),
    raises_revision("initiatives_initiativesector", "initiative", "initiative_id"),
]


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0013_archived_pages")]

    operations = [
        migrations.CreateModel(
            name="Sector",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "slug",
                    core.models.identity.SlugField(
                        help_text="The last part of the address. A former one keeps leading here.",
                        max_length=70,
                        unique=True,
                    ),
                ),
                ("name", models.CharField(max_length=150)),
                (
                    "name_fr",
                    models.CharField(blank=True, max_length=150, verbose_name="name in French"),
                ),
                (
                    "name_es",
                    models.CharField(blank=True, max_length=150, verbose_name="name in Spanish"),
                ),
                (
                    "name_pt",
                    models.CharField(blank=True, max_length=150, verbose_name="name in Portuguese"),
                ),
                (
                    "name_ar",
                    models.CharField(blank=True, max_length=150, verbose_name="name in Arabic"),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        help_text="The sector that holds it; empty for those of the first level.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="initiatives.sector",
                    ),
                ),
                (
                    "order",
                    models.PositiveSmallIntegerField(
                        help_text="Its place among those beside it: 1, 2, 3 ...",
                        validators=[django.core.validators.MinValueValidator(1)],
                    ),
                ),
                (
                    "isic",
                    models.CharField(
                        blank=True,
                        help_text="Of ISIC, revision 4, as narrow as it fits: A, A0127, or a range as C10-C12.",
                        max_length=11,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[A-U][0-9]{0,4}(-[A-U][0-9]{0,4})?$"
                            )
                        ],
                        verbose_name="ISIC code",
                    ),
                ),
            ],
            options={
                "ordering": ["name", "pk"],
            },
        ),
        migrations.CreateModel(
            name="SectorSynonym",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "sector",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="synonyms",
                        to="initiatives.sector",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[
                            ("en", "English"),
                            ("fr", "French"),
                            ("es", "Spanish"),
                            ("pt", "Portuguese"),
                            ("ar", "Arabic"),
                        ],
                        max_length=2,
                    ),
                ),
                ("text", models.CharField(max_length=100)),
                ("position", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "ordering": ["sector", "language", "position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="InitiativeSector",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "initiative",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sector_links",
                        to="initiatives.initiative",
                    ),
                ),
                (
                    "sector",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="initiative_links",
                        to="initiatives.sector",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "verbose_name": "sector",
                "ordering": ["position", "pk"],
            },
        ),
        migrations.AddField(
            model_name="initiative",
            name="sectors",
            field=models.ManyToManyField(
                related_name="initiatives",
                through="initiatives.InitiativeSector",
                to="initiatives.sector",
            ),
        ),
        migrations.AddConstraint(
            model_name="sector",
            constraint=models.CheckConstraint(
                condition=models.Q(("slug__regex", "^[a-z0-9]+(-[a-z0-9]+)*$")),
                name="sector_slug_is_wellformed",
                violation_error_message="Use lower-case letters and digits, joined by single hyphens.",
            ),
        ),
        migrations.AddConstraint(
            model_name="sector",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("parent__isnull", True),
                    models.Q(("parent", models.F("pk")), _negated=True),
                    _connector="OR",
                ),
                name="sector_is_not_its_own_parent",
                violation_error_message="A sector does not lie within itself.",
            ),
        ),
        migrations.AddConstraint(
            model_name="sector",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("isic", ""),
                    ("isic__regex", "^[A-U][0-9]{0,4}(-[A-U][0-9]{0,4})?$"),
                    _connector="OR",
                ),
                name="sector_code_is_isic",
                violation_error_message="An ISIC code is a letter and digits, such as A or A0127.",
            ),
        ),
        migrations.AddConstraint(
            model_name="sector",
            constraint=core.models.text.ReadableText(
                lines=["slug", "name", "name_fr", "name_es", "name_pt", "name_ar", "isic"],
                name="sector_text_is_readable",
            ),
        ),
        migrations.AddConstraint(
            model_name="initiativesector",
            constraint=models.UniqueConstraint(
                fields=("initiative", "sector"),
                name="initiative_has_a_sector_once",
                violation_error_message="This sector stands there already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="sectorsynonym",
            constraint=models.UniqueConstraint(
                fields=("sector", "language", "text"),
                name="sector_synonym_stands_once",
                violation_error_message="This synonym stands there already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="sectorsynonym",
            constraint=core.models.text.ReadableText(
                lines=["language", "text"], name="sector_synonym_text_is_readable"
            ),
        ),
        GivePublicIds("sector", "initiatives_sector", "concat_ws('/', $1.slug)"),
        migrations.AddConstraint("sector", public_id_is_wellformed("sector")),
        migrations.RunSQL(TWO_LEVELS, "DROP FUNCTION sectors_have_two_levels CASCADE"),
        migrations.RunSQL(MEMBERSHIP, "DROP VIEW initiatives_sector_membership"),
        migrations.CreateModel(
            name="SectorMembership",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "within_id",
                        "sector_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
            ],
            options={
                "db_table": "initiatives_sector_membership",
                "managed": False,
            },
        ),
        *REVISION,
        *RECORDS,
    ]
