"""Addresses of countries."""

from django.urls import path

from initiatives.pages import countries as views
from initiatives.pages.briefs import country_brief

app_name = "countries"
urlpatterns = [
    path("", views.country_list, name="list"),
    path("<slug:iso3>/", views.country_detail, name="detail"),
    path("<slug:iso3>/brief.<brief:form>", country_brief, name="brief"),
]
