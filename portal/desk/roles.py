"""Who may do what at the curators' desk: three groups, and the rights of each.

`migrate` brings the groups in step with this table, so it is changed here and not at the desk.
Whoever needs another mixture makes a group of another name.

Which records a right reaches is for the admin classes to say: a curator's rights end where the
public begins to see a record. Nobody decides on somebody who may more than she (`standing.py`).
"""

from django.apps import apps as all_apps
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission, User
from django.db import router

from core.models.drafts import Draft
from core.models.identity import FormerSlug
from core.models.pairs import SuspectedPair
from core.models.publication import Publishable
from core.models.records import PublicRecord
from forum import models as forum
from initiatives import models as initiatives
from portal.models import AccessEvent, AnswerTemplate, Guideline, Proposal, Thanks

CURATORS, EDITORS, ADMINISTRATORS = "Curators", "Editors", "Administrators"

VIEW = ("view",)
WRITE = ("add", "change", "delete", "view")
PUBLISH = ("publish",)

# What curators write day by day, and the rows that describe it.
CATALOGUE = [
    initiatives.Initiative,
    initiatives.InitiativeCitation,
    initiatives.InitiativeSector,
    initiatives.InitiativeTheme,
    initiatives.Figure,
    initiatives.Milestone,
    initiatives.Partnership,
    initiatives.Replication,
    initiatives.Reply,
    initiatives.Organization,
    initiatives.OrganizationCitation,
    initiatives.OrganizationLink,
    initiatives.Resource,
    initiatives.ResourceCitation,
    initiatives.Source,
    forum.Forum,
    forum.ForumCitation,
    forum.ForumSeries,
    forum.Person,
    forum.PersonCitation,
    forum.Session,
    forum.SessionFigure,
    forum.Appearance,
]
# What all records share: a change here changes many public pages at once.
REFERENCE = [
    initiatives.Convention,
    initiatives.Country,
    initiatives.CountryGroup,
    initiatives.GlossaryTerm,
    initiatives.InitiativeKind,
    initiatives.Modality,
    initiatives.OrganizationKind,
    initiatives.PartnerRole,
    initiatives.Region,
    initiatives.Sector,
    initiatives.SectorSynonym,
    initiatives.Stage,
    initiatives.SustainableDevelopmentGoal,
    initiatives.Target,
    initiatives.Theme,
    initiatives.ThemeSynonym,
]
KEPT_BY_THE_DATABASE = [FormerSlug, PublicRecord]


def rights(catalogue, reference, publishable=()):
    """A role: the actions allowed on each model, `publishable` those on records with a state."""
    return {
        **dict.fromkeys(CATALOGUE, catalogue),
        **{model: (*catalogue, *publishable) for model in CATALOGUE if is_publishable(model)},
        **dict.fromkeys(REFERENCE, reference),
        **dict.fromkeys(KEPT_BY_THE_DATABASE, VIEW),
        Draft: VIEW,  # written by whoever writes the records
        SuspectedPair: VIEW,  # found by night, answered by whoever writes the records
        Proposal: ("change", "delete", "view"),  # readers write them, at the portal
        Thanks: ("delete", "view"),
        AnswerTemplate: reference,
        Guideline: reference,
    }


def is_publishable(model):
    """Whether records of the model are drafted and published."""
    return issubclass(model, Publishable)


OF_EDITORS = rights(catalogue=WRITE, reference=WRITE, publishable=PUBLISH) | {
    PublicRecord: ("change", "view"),  # what readers are told of what was withdrawn
}
# Who has access, and what is noted of them.
PEOPLE = {
    User: ("add", "change", "view"),  # switched off, not deleted
    Group: WRITE,
    Permission: VIEW,
    LogEntry: VIEW,
    AccessEvent: VIEW,
}
ROLES = {
    CURATORS: rights(catalogue=WRITE, reference=VIEW),
    EDITORS: OF_EDITORS,
    ADMINISTRATORS: OF_EDITORS | PEOPLE,
}


def keep_groups(app_config, using, apps=all_apps, **kwargs):
    """After each `migrate` or `flush`: give the groups their rights on the models of one app.

    Runs after Django's own receiver, which makes the permissions.
    """
    if not (is_migrated(apps) and router.allow_migrate_model(using, Group)):
        return
    permissions = Permission.objects.using(using).filter(content_type__app_label=app_config.label)
    for role, models in ROLES.items():
        codenames = [
            f"{action}_{model._meta.model_name}"
            for model, actions in models.items()
            if model._meta.app_label == app_config.label
            for action in actions
        ]
        if codenames:
            group, _ = Group.objects.using(using).get_or_create(name=role)
            group.permissions.remove(*permissions.exclude(codename__in=codenames))
            group.permissions.add(*permissions.filter(codename__in=codenames))


def is_migrated(apps):
    """Whether the tables of users and groups stand, as they do not after `migrate auth zero`."""
    try:
        apps.get_model("auth", "Group")
    except LookupError:
        return False
    return True
