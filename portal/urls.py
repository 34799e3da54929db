"""Addresses of the whole portal."""

from django.contrib import admin
from django.urls import include, path
from django.views.generic import TemplateView

from initiatives.views.initiatives import compare
from portal import health, home, views

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
    path("search/", views.search, name="search"),
    path("about/", views.about, name="about"),
    path("robots.txt", views.robots),
    path("compare/", compare, name="compare"),
    path("data/", TemplateView.as_view(template_name="portal/data.html"), name="data"),
    path("api/", include("portal.api.urls")),
    path("admin/", admin.site.urls),
    path("healthz", health.healthz),
    path("readyz", health.readyz),
]

handler404 = "portal.views.page_not_found"
