"""The records of this app stand in the table of public records; see `core.records`."""

from django.db import migrations

from core.records.triggers import (
    PUBLISHED,
    Part,
    cites,
    fill,
    is_published,
    notes_records,
    publishes_records,
    referring,
    refers,
    select,
)

FORUM = ("forum", "forum_id")
SESSION = ("session", "session_id")
PERSON = ("person", "person_id")
SOURCE = ("source", "source_id")
INITIATIVE = ("initiative", "initiative_id")
ORGANIZATION = ("organization", "organization_id")
RESOURCE = ("resource", "resource_id")
OF_PUBLIC_FORUM = (
    "EXISTS (SELECT FROM forum_forum o WHERE o.id = r.forum_id AND o.publication = 'published')"
)


def links(owner, name, column, *, to=""):
    """The Part that a table of links holds; to: the table of what may be hidden."""
    where = is_published(to, column) if to else "true"
    return Part(name, f"forum_{owner}_{name}", f"{owner}_id", f"p.{column}", where)


def sources(public):
    """SQL that tells which sources are public: those that records of either app cite."""
    operation = publishes_records("source", "initiatives_source", slug="''", public=public)
    return ";".join([*operation.sql, ""])


KINDS = [
    publishes_records(
        "forum",
        "forum_forum",
        links("forum", "organizers", "organization_id", to="initiatives_organization"),
        links("forum", "themes", "theme_id"),
        links("forum", "resources", "resource_id", to="initiatives_resource"),
        Part("citations", "forum_forumcitation", "forum_id"),
        public=PUBLISHED,
    ),
    publishes_records(
        "session",
        "forum_session",
        links("session", "themes", "theme_id"),
        links("session", "initiatives", "initiative_id", to="initiatives_initiative"),
        links("session", "resources", "resource_id", to="initiatives_resource"),
        Part("figures", "forum_sessionfigure", "session_id"),
        Part(
            "appearances",
            "forum_appearance",
            "session_id",
            where=is_published("forum_person", "person_id"),
            instead="jsonb_build_object('organization_id', (SELECT o.id"
            " FROM initiatives_organization o"
            " WHERE o.id = p.organization_id AND o.publication = 'published'))",
        ),
        public=OF_PUBLIC_FORUM,
    ),
    # Whose name is taken away is named nowhere any more, not even where it was withdrawn.
    publishes_records(
        "person",
        "forum_person",
        Part("citations", "forum_personcitation", "person_id"),
        public=PUBLISHED,
        withdrawn="vanished",
    ),
    publishes_records("forumseries", "forum_forumseries"),
    migrations.RunSQL(
        cites(
            "forums_cite",
            "forum_forumcitation c JOIN forum_forum o ON o.id = c.forum_id",
            "forum_personcitation c JOIN forum_person o ON o.id = c.person_id",
            "forum_sessionfigure c JOIN forum_session s ON s.id = c.session_id"
            " JOIN forum_forum o ON o.id = s.forum_id",
        )
        + sources("(initiatives_cite(r.id) OR forums_cite(r.id))"),
        sources("initiatives_cite(r.id)") + "DROP FUNCTION forums_cite(bigint);",
    ),
]

TABLES = {
    "forum_forum": [("forum", "id")],
    "forum_forum_organizers": [FORUM, (*ORGANIZATION, FORUM)],
    "forum_forum_themes": [FORUM],
    "forum_forum_resources": [FORUM, (*RESOURCE, FORUM)],
    "forum_forumcitation": [FORUM, SOURCE, (*SOURCE, FORUM)],
    "forum_session": [("session", "id")],
    "forum_session_themes": [SESSION],
    "forum_session_initiatives": [SESSION, (*INITIATIVE, SESSION)],
    "forum_session_resources": [SESSION, (*RESOURCE, SESSION)],
    "forum_sessionfigure": [SESSION, SOURCE, (*SOURCE, SESSION)],
    "forum_appearance": [SESSION, (*PERSON, SESSION)],
    "forum_person": [("person", "id")],
    "forum_personcitation": [PERSON, SOURCE, (*SOURCE, PERSON)],
    "forum_forumseries": [("forumseries", "id")],
}

REFERENCES = {
    "initiative": [
        select("session", "forum_session_initiatives", "initiative_id", "session_id"),
    ],
    "organization": [
        select("forum", "forum_forum_organizers", "organization_id", "forum_id"),
        select("session", "forum_appearance", "organization_id", "session_id"),
        select("person", "forum_appearance", "organization_id", "person_id"),
    ],
    "resource": [
        select("forum", "forum_forum_resources", "resource_id", "forum_id"),
        select("session", "forum_session_resources", "resource_id", "session_id"),
    ],
    "forum": [
        select("session", "forum_session", "forum_id"),
        select("organization", "forum_forum_organizers", "forum_id", "organization_id"),
        select("resource", "forum_forum_resources", "forum_id", "resource_id"),
        select("source", "forum_forumcitation", "forum_id", "source_id"),
        "SELECT 'source'::text, c.source_id FROM forum_sessionfigure c"
        " JOIN forum_session s ON s.id = c.session_id WHERE s.forum_id = ANY (ids)",
    ],
    "session": [
        select("initiative", "forum_session_initiatives", "session_id", "initiative_id"),
        select("resource", "forum_session_resources", "session_id", "resource_id"),
        select("person", "forum_appearance", "session_id", "person_id"),
    ],
    "person": [
        select("session", "forum_appearance", "person_id", "session_id"),
        select("source", "forum_personcitation", "person_id", "source_id"),
    ],
}


class Migration(migrations.Migration):
    dependencies = [
        ("forum", "0007_public_ids"),
        ("initiatives", "0011_public_records"),
    ]

    operations = [
        *KINDS,
        migrations.RunSQL(
            refers("referring_forums", REFERENCES)
            + referring("referring_initiatives", "referring_forums"),
            referring("referring_initiatives") + "DROP FUNCTION referring_forums(text, bigint[]);",
        ),
        fill(
            {kind: f"forum_{kind}" for kind in ("forum", "person")},
            ["forum", "session", "person", "forumseries", "source"],
        ),
        *(notes_records(table, *concerned) for table, concerned in TABLES.items()),
    ]
