"""Addresses of initiatives."""

from django.urls import path

from initiatives.pages import initiatives as views
from initiatives.pages.briefs import initiative_brief
from initiatives.pages.feeds import InitiativeFeed

app_name = "initiatives"
urlpatterns = [
    path("", views.initiative_list, name="list"),
    path("feed.atom", InitiativeFeed(), name="feed"),
    path("<slug:slug>/", views.initiative_detail, name="detail"),
    path("<slug:slug>/brief.<brief:form>", initiative_brief, name="brief"),
]
