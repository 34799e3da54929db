"""How the curators' desk looks and what its sidebar offers (django-unfold's settings)."""

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse_lazy


def may(permission):
    """Whether to offer a link: to those who have the permission."""
    return lambda request: request.user.has_perm(permission)


def listed(title, model, icon, query=None):
    """A link to the list of a model ("app.name"); query: what of it, if not all."""
    app, name = model.split(".")
    return {
        "title": title,
        "icon": icon,
        "link": reverse_lazy(f"admin:{app}_{name}_changelist", query=query),
        "permission": may(f"{app}.view_{name}"),
    }


OPEN_PROPOSALS = {"state__exact": ["new", "taken-on"]}
NAVIGATION = [
    {
        "items": [
            {"title": "Home", "icon": "home", "link": reverse_lazy("admin:index")},
            listed("Drafts of changes", "portal.draft", "edit_document"),
            listed("Proposals from readers", "roof.proposal", "inbox", OPEN_PROPOSALS),
            {"title": "Reports", "icon": "bar_chart", "link": reverse_lazy("admin:reports")},
            {
                "title": "Import",
                "icon": "upload_file",
                "link": reverse_lazy("admin:imports"),
                "permission": may("initiatives.add_initiative"),
            },
        ],
    },
    {
        "title": "Catalogue",
        "items": [
            listed("Initiatives", "initiatives.initiative", "lightbulb"),
            listed("Organizations", "initiatives.organization", "domain"),
            listed("Documents", "initiatives.resource", "description"),
            listed("Sources", "initiatives.source", "menu_book"),
        ],
    },
    {
        "title": "Forums",
        "items": [
            listed("Forums", "forum.forum", "groups"),
            listed("Sessions", "forum.session", "forum"),
            listed("People", "forum.person", "person"),
            listed("Series", "forum.forumseries", "event_repeat"),
        ],
    },
    {
        "title": "Classification",
        "collapsible": True,
        "items": [
            listed("Themes", "initiatives.theme", "category"),
            listed("Sectors", "initiatives.sector", "factory"),
            listed("Glossary", "initiatives.glossaryterm", "translate"),
            listed("Goals and targets", "initiatives.sustainabledevelopmentgoal", "flag"),
            listed("Conventions", "initiatives.convention", "gavel"),
            listed("Kinds of initiative", "initiatives.initiativekind", "label"),
            listed("Cooperation", "initiatives.modality", "handshake"),
            listed("Stages of replication", "initiatives.stage", "stairs"),
            listed("Roles of partners", "initiatives.partnerrole", "badge"),
            listed("Kinds of organization", "initiatives.organizationkind", "account_tree"),
        ],
    },
    {
        "title": "Places",
        "collapsible": True,
        "items": [
            listed("Countries", "initiatives.country", "public"),
            listed("Groups of countries", "initiatives.countrygroup", "hub"),
            listed("Regions", "initiatives.region", "map"),
        ],
    },
    {
        "title": "Upkeep",
        "collapsible": True,
        "items": [
            {
                "title": "Deleted records",
                "icon": "restore_from_trash",
                "link": reverse_lazy("admin:deleted"),
                "permission": may("portal.view_formerslug"),
            },
            {
                "title": "Recent steps",
                "icon": "undo",
                "link": reverse_lazy("admin:edits"),
                "permission": may("portal.view_formerslug"),
            },
            listed("Guidelines", "roof.guideline", "menu_book"),
            listed("Templates of answers", "roof.answertemplate", "drafts"),
            listed("Thanks by name", "roof.thanks", "favorite"),
            listed("Possible twins", "portal.suspectedpair", "difference"),
            listed("Former addresses", "portal.formerslug", "history"),
            listed("Withdrawn records", "portal.publicrecord", "inventory_2"),
            listed("Who changed what", "admin.logentry", "manage_search"),
            listed("Access log", "roof.accessevent", "policy"),
            listed("People with access", "auth.user", "key"),
            listed("Rights", "auth.group", "shield_person"),
        ],
    },
]


def navigation(request):
    """The sidebar of somebody: beside Home stands how much is new for her."""
    from portal.desk.notices import number_of_new  # noqa: PLC0415 needs the models

    number = number_of_new(request)
    home = NAVIGATION[0]["items"][0]
    badge = {"badge": number, "badge_variant": "warning"} if number else {}
    first = {**NAVIGATION[0], "items": [{**home, **badge}, *NAVIGATION[0]["items"][1:]]}
    return [first, *NAVIGATION[1:]]


UNFOLD = {
    "SITE_TITLE": lambda request: settings.SITE_NAME,
    "SITE_HEADER": lambda request: settings.SITE_NAME,
    "SITE_SUBHEADER": "Curators' desk",
    "SITE_URL": "/",
    "SITE_SYMBOL": "travel_explore",
    "SITE_FAVICONS": [
        {"rel": "icon", "type": "image/svg+xml", "href": lambda request: static("img/icon.svg")}
    ],
    "SHOW_BACK_BUTTON": True,
    "STYLES": [
        lambda request: static("admin/colours.css"),
        lambda request: static("admin/desk.css"),
        lambda request: static("admin/keyboard.css"),
        lambda request: static("admin/drafts.css"),
        lambda request: static("admin/forms.css"),
        lambda request: static("admin/guidelines.css"),
        lambda request: static("admin/passwords.css"),
    ],
    "SCRIPTS": [
        lambda request: static("admin/policy.js"),
        lambda request: static("admin/desk.js"),
        lambda request: static("admin/drafts.js"),
        lambda request: static("admin/rows.js"),
        lambda request: static("admin/review.js"),
        lambda request: static("admin/alike.js"),
        lambda request: static("admin/passwords.js"),
    ],
    "ACCOUNT": {
        "navigation": [
            {"title": "Your sign-in", "link": reverse_lazy("admin:own_access")},
            {"title": "Open the site", "link": "/"},
        ]
    },
    "LOGIN": {"form": "portal.accounts.sign_in.SignInForm"},
    "DASHBOARD_CALLBACK": "portal.desk.home.dashboard",
    "SIDEBAR": {"command_search": True, "navigation": navigation},
}
