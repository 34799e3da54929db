"""Addresses of initiatives."""

from django.urls import path

from initiatives.feeds import InitiativeFeed
from initiatives.views import initiatives as views

app_name = "initiatives"
urlpatterns = [
    path("", views.initiative_list, name="list"),
    path("feed.atom", InitiativeFeed(), name="feed"),
    path("<slug:slug>/", views.initiative_detail, name="detail"),
]
