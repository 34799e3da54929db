"""Hold the texts of this app to the rule of `core.text`."""

from django.db import migrations

from core.models.text import KeepReadable, ReadableText

NAMES = ["name", "name_fr", "name_es", "name_pt", "name_ar"]
TERM = ["slug", *NAMES, "source_title", "source_publisher", "source_url"]

TEXTS = {
    "convention": ReadableText(name="convention_text_is_readable", lines=["title"]),
    "country": ReadableText(
        name="country_text_is_readable", lines=[*NAMES, "iso3", "iso2", "m49"], lists=["aliases"]
    ),
    "countrygroup": ReadableText(
        name="country_group_text_is_readable",
        lines=["slug", *NAMES, "kind", "as_of", "source_title", "source_url"],
        prose=["note"],
    ),
    "figure": ReadableText(name="figure_text_is_readable", lines=["unit", "label"]),
    "initiative": ReadableText(
        name="initiative_text_is_readable",
        lines=["slug", "publication", "title", "acronym", "local_title", "status"],
        prose=["summary", "challenge", "approach", "results", "lessons", "replicability"],
    ),
    "initiativekind": ReadableText(
        name="initiative_kind_text_is_readable", lines=TERM, prose=["definition"]
    ),
    "milestone": ReadableText(name="milestone_text_is_readable", lines=["date"], prose=["text"]),
    "modality": ReadableText(name="modality_text_is_readable", lines=TERM, prose=["definition"]),
    "organization": ReadableText(
        name="organization_text_is_readable",
        lines=["slug", "publication", "name", "acronym", "url"],
        prose=["summary"],
    ),
    "organizationkind": ReadableText(
        name="organization_kind_text_is_readable", lines=TERM, prose=["definition"]
    ),
    "organizationlink": ReadableText(
        name="organization_link_text_is_readable", lines=["kind", "url"]
    ),
    "partnerrole": ReadableText(
        name="partner_role_text_is_readable", lines=[*TERM, "scheme"], prose=["definition"]
    ),
    "region": ReadableText(name="region_text_is_readable", lines=["slug", *NAMES, "code"]),
    "replication": ReadableText(name="replication_text_is_readable", prose=["note"]),
    "resource": ReadableText(
        name="resource_text_is_readable",
        lines=["slug", "publication", "title", "kind", "date", "url", "language", "cover"],
        prose=["summary"],
    ),
    "source": ReadableText(name="source_text_is_readable", lines=["title", "publisher", "url"]),
    "stage": ReadableText(name="stage_text_is_readable", lines=TERM, prose=["definition"]),
    "sustainabledevelopmentgoal": ReadableText(
        name="sustainable_development_goal_text_is_readable", lines=[*NAMES, "color"]
    ),
    "target": ReadableText(name="target_text_is_readable", lines=["code", "name"]),
    "theme": ReadableText(
        name="theme_text_is_readable", lines=["slug", *NAMES, "pillar"], prose=["description"]
    ),
    "themesynonym": ReadableText(name="theme_synonym_text_is_readable", lines=["language", "text"]),
}


class Migration(migrations.Migration):
    dependencies = [
        ("initiatives", "0008_first_published"),
        ("portal", "0004_readable_text"),
    ]

    operations = [KeepReadable(model, constraint) for model, constraint in TEXTS.items()]
