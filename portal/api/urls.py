"""Addresses of the API. The only module of the API that knows the apps."""

from django.urls import include, path, re_path
from rest_framework.routers import SimpleRouter

from core.api.views import Nowhere, Root, Schema, docs, errors
from forum.api.forums import ForumViewSet
from forum.api.people import PersonViewSet
from forum.api.sessions import SessionViewSet
from initiatives.api.initiatives import InitiativeViewSet
from initiatives.api.organizations import OrganizationViewSet
from initiatives.api.places import CountryGroupViewSet, CountryViewSet, RegionViewSet
from initiatives.api.replications import ReplicationViewSet
from initiatives.api.resources import ResourceViewSet
from initiatives.api.sectors import SectorViewSet
from initiatives.api.sources import SourceViewSet
from initiatives.api.themes import SdgViewSet, ThemeViewSet
from initiatives.api.vocabularies import VOCABULARIES
from portal.api.changes import Changes, Digests
from portal.api.contract import changelog
from portal.pages.guide import guide, recipe, recipes, script

COLLECTIONS = {
    "initiatives": InitiativeViewSet,
    "replications": ReplicationViewSet,
    "forums": ForumViewSet,
    "sessions": SessionViewSet,
    "people": PersonViewSet,
    "organizations": OrganizationViewSet,
    "resources": ResourceViewSet,
    "countries": CountryViewSet,
    "regions": RegionViewSet,
    "country-groups": CountryGroupViewSet,
    "themes": ThemeViewSet,
    "sectors": SectorViewSet,
    "sdgs": SdgViewSet,
    "sources": SourceViewSet,
    **VOCABULARIES,
}

KINDS = {viewset.queryset.model._meta.model_name: name for name, viewset in COLLECTIONS.items()}
router = SimpleRouter()
for name, viewset in COLLECTIONS.items():
    router.register(name, viewset, basename=name)

app_name = "api"
urlpatterns = [
    path("", guide, name="guide"),
    path("changelog/", changelog, name="changelog"),
    path("recipes/", recipes, name="recipes"),
    path("recipes/<slug:name>/", recipe, name="recipe"),
    re_path(r"^recipes/(?P<name>[a-z_]+\.[A-Za-z]+)$", script, name="recipe-file"),
    path("errors/", errors, name="errors"),
    path("errors/<slug:name>/", errors, name="error"),
    path("v1/", Root.as_view(collections=[*COLLECTIONS, "changes"]), name="root"),
    path("v1/changes/", Changes.as_view(kinds=KINDS), name="changes-list"),
    path("v1/changes/digests/", Digests.as_view(kinds=KINDS), name="digests"),
    path("v1/schema/", Schema.as_view(), name="schema"),
    path("v1/docs/", docs, name="docs"),
    path("v1/", include(router.urls)),
    re_path("", Nowhere.as_view(), name="nowhere"),
]
