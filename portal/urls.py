"""Addresses of the whole portal."""

from django.contrib import admin
from django.urls import include, path, re_path

from core.admin.preview_links import shared
from core.briefs.answers import page_qr
from core.citations.answers import cite_file, cite_page
from core.downloads.answers import download, schema
from core.downloads.choosing import choose_columns
from core.downloads.forms import FORMS
from core.sharing.answers import card
from initiatives.downloads.comparison import comparison_file
from initiatives.pages.briefs import comparison_brief
from initiatives.pages.compare import compare
from initiatives.pages.resources import cover
from portal import health
from portal.accounts.guard import few_at_once
from portal.accounts.half_way import enter_code, set_up_first
from portal.accounts.invitations import ChoosePassword
from portal.pages import data, home, sitemaps
from portal.pages import download as whole_catalogue
from portal.pages import general as views
from portal.pages.security_txt import security_txt
from portal.pages.style import style
from portal.pages.suggestions import suggest
from portal.proposals.pages import thanked

urlpatterns = [
    path("", home.home, name="home"),
    path("country/", home.go_to_country, name="country"),
    path("initiatives/", include("initiatives.urls.initiatives")),
    path("replications/", include("initiatives.urls.replications")),
    path("organizations/", include("initiatives.urls.organizations")),
    path("countries/", include("initiatives.urls.countries")),
    path("themes/", include("initiatives.urls.themes")),
    path("resources/", include("initiatives.urls.resources")),
    path("forums/", include("forum.urls.forums")),
    path("people/", include("forum.urls.people")),
    path("guidelines/", include("portal.guidelines.urls")),
    path("proposals/", include("portal.proposals.urls")),
    path("search/", views.search, name="search"),
    path("suggest/", suggest, name="suggest"),
    path("about/", views.about, name="about"),
    path("about/thanks/", thanked, name="thanked"),
    path("about/style/", style, name="style"),
    path("about/privacy/", views.privacy, name="privacy"),
    path("robots.txt", views.robots),
    path(".well-known/security.txt", security_txt, name="security-txt"),
    path("compare/", compare, name="compare"),
    re_path(
        r"^compare(?:\.(?P<part>[a-z]+))?\.(?P<form>csv|xlsx|json)$",
        comparison_file,
        name="compare-file",
    ),
    path("compare/brief.<brief:form>", comparison_brief, name="compare-brief"),
    path("data/", data.data, name="data"),
    path("data/index.json", data.index, name="data-index"),
    path("data/dictionary/", data.dictionary, name="data-dictionary"),
    path("data/dictionary/<slug:name>/", data.dictionary_part, name="data-dictionary-part"),
    re_path(
        r"^data/(?P<day>latest|[0-9]{4}-[0-9]{2}-[0-9]{2})/(?P<name>[A-Za-z0-9.-]+)$",
        data.data_file,
        name="data-file",
    ),
    re_path(
        r"^data/(?P<day>latest|[0-9]{4}-[0-9]{2}-[0-9]{2})/$",
        data.data_day,
        name="data-day",
    ),
    path("data/catalogue.zip", whole_catalogue.catalogue_zip, name="download"),
    path("sitemap.xml", sitemaps.sitemap, name="sitemap"),
    path("sitemap-lists.xml", sitemaps.lists, name="sitemap-lists"),
    re_path(
        r"^sitemap-(?P<kind>[a-z]+)-(?P<part>0|[1-9][0-9]{0,8})\.xml$",
        sitemaps.records,
        name="sitemap-part",
    ),
    re_path(r"^media/covers/(?P<name>[A-Za-z0-9_.-]+)$", cover),
    path("qr.svg", page_qr, {"page": ""}),
    path("<path:page>qr.svg", page_qr, name="qr"),
    path("card.png", card, {"page": ""}, name="card"),
    path("<path:page>card.png", card, name="card-of-page"),
    path("<path:page>cite.html", cite_page, name="cite"),
    path("<path:page>cite.<citation:form>", cite_file, name="cite-file"),
    re_path(
        r"^(?P<page>[a-z/-]+)/columns(?:\.(?P<part>[a-z]+))?\.html$",
        choose_columns,
        name="columns",
    ),
    re_path(
        r"^(?P<kind>[a-z]+)(?:\.(?P<part>[a-z]+))?\.schema\.json$", schema, name="download-schema"
    ),
    re_path(
        rf"^(?P<page>[A-Za-z0-9/-]+)(?:\.(?P<part>[a-z]+))?\.(?P<form>{'|'.join(FORMS)})$",
        download,
        name="download-file",
    ),
    path("api/", include("portal.api.urls")),
    path("admin/login/", few_at_once(admin.site.login)),
    path("admin/login/code/", enter_code, name="code"),
    path("admin/login/second-factor/", set_up_first, name="set-up-first"),
    path(
        "admin/invitation/<uidb64>/<token>/",
        few_at_once(ChoosePassword.as_view()),
        name="invitation",
    ),
    path("admin/", admin.site.urls),
    path("preview/<str:token>/", shared, name="preview"),
    path("preview/<str:token>/<str:form>/", shared, name="preview"),
    path("healthz", health.healthz),
    path("readyz", health.readyz),
]

handler400 = "portal.pages.general.bad_request"
handler404 = "portal.pages.general.page_not_found"
handler500 = "portal.pages.general.server_error"
