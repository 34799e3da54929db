"""What each field of the API means that does not say so itself where it is declared.

By `Schema.field` where the same name means different things, else by the name of the field alone.
What the files of each day call the same has the same words there, and is not said again.
"""

from portal.data import descriptions

LIST_OF = "The address of the list of {}."
DESCRIPTIONS = {
    "names": "Names in French, Spanish, Portuguese and Arabic, by the codes of these languages.",
    "lists": "The addresses of lists about it.",
    "groups": "Groups of countries that it belongs to, by name.",
    "member_count": "How many members it has.",
    "session_count": "How many sessions its programme has.",
    "sessions": "Sessions of forums about it.",
    "forums": "Forums, the newest first.",
    "partnerships": "Initiatives that it is a partner of, and what it does in each.",
    "forums_organized": "Forums that it organized, the newest first.",
    "session": "The session.",
    "children": "The regions within it.",
    "cited_by": "The public records that rest on it.",
    "publisher": "Who published it.",
    "Appearance.role": "What the person did.",
    "PersonAppearance.role": "What the person did.",
    "Appearance.title": "The job title at the time.",
    "PersonAppearance.title": "The job title at the time.",
    "CitedBy.initiatives": "Initiatives, by title.",
    "CitedBy.organizations": "Organizations, by name.",
    "CitedBy.resources": "Documents and pages, by title.",
    "CitedBy.forums": "Forums, by title.",
    "CitedBy.people": "People, by name.",
    "Convention.number": "Its number, as 182.",
    "Convention.year": "The year in which it was adopted.",
    "Sdg.number": "Its number, from 1 to 17.",
    "SdgSummary.number": "Its number, from 1 to 17.",
    "SdgReference.number": "Its number, from 1 to 17.",
    "Figure.year": "The year of the count; null where no source says.",
    "SessionFigure.year": "The year of the count; null where no source says.",
    "InitiativeReplication.year": "Since when; null where no source says.",
    "Replication.year": "Since when; null where no source says.",
    "Resource.year": "The year of publication; null where it is not known.",
    "ResourceSummary.year": "The year of publication; null where it is not known.",
    "CountryGroup.kind": "What its members have in common.",
    "CountryGroupSummary.kind": "What its members have in common.",
    "CountryGroup.note": "What one has to know of the list.",
    "CountryGroupSummary.note": "What one has to know of the list.",
    "CountryGroup.source": "Where the list was read.",
    "CountryGroupSummary.source": "Where the list was read.",
    "CountryGroupSource.title": "Its title.",
    "CountryGroupSource.url": "Where it was read.",
    "Source.url": "Where it was read.",
    "Organization.url": "Its own site.",
    "OrganizationSummary.url": "Its own site.",
    "OrganizationLink.url": "The address of the channel.",
    "OrganizationLink.kind": "Which service the channel is on.",
    "CountryGroupLists.initiatives": LIST_OF.format("initiatives of its members"),
    "CountryGroupLists.countries": LIST_OF.format("its members"),
    "CountryLists.initiatives": LIST_OF.format("initiatives in which it has a part"),
    "CountryLists.replications_given": LIST_OF.format("what others took up from it"),
    "CountryLists.replications_received": LIST_OF.format("what it took up from others"),
    "CountryLists.organizations": LIST_OF.format("its organizations"),
    "CountryLists.forums": LIST_OF.format("forums held in it"),
    "RegionLists.initiatives": LIST_OF.format("initiatives of its countries"),
    "RegionLists.countries": LIST_OF.format("its countries"),
    "SdgLists.initiatives": LIST_OF.format("initiatives for it"),
    "SectorLists.initiatives": LIST_OF.format("initiatives in it"),
    "ThemeLists.initiatives": LIST_OF.format("initiatives of it"),
    "ThemeLists.replications": LIST_OF.format("replications of its initiatives"),
    "ThemeLists.forums": LIST_OF.format("forums about it"),
    "ThemeLists.sessions": LIST_OF.format("sessions about it"),
    "Resource.initiatives": "Initiatives that it is about, by title.",
    "Resource.forums": "Forums that it came out of.",
    "Resource.sessions": "Sessions that it came out of.",
    "Forum.sessions": "Its programme, session by session.",
    "Session.order": "The place in the programme: 1, 2, 3 ...",
    "SessionSummary.order": "The place in the programme: 1, 2, 3 ...",
    "Programme.order": "The place in the programme: 1, 2, 3 ...",
    "Stage.order": "How far it is along the way: the last one is the furthest.",
    "Region.code": "Code of the United Nations (M49): three digits.",
    "RegionSummary.code": "Code of the United Nations (M49): three digits.",
    "Target.code": "Its code, as 8.7.",
    "Sdg.targets": "Targets of the goal that themes are about.",
    "Synonym.text": "The other word.",
    "Initiative.kind": "What kind of initiative it is.",
    "InitiativeSummary.kind": "What kind of initiative it is.",
}


def description(schema, name):
    """What a field of a schema means; empty where nobody has said."""
    return (
        DESCRIPTIONS.get(f"{schema}.{name}")
        or DESCRIPTIONS.get(name)
        or descriptions.DESCRIPTIONS.get(name, "")
    )
