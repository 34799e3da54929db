"""Addresses of the guidelines."""

from django.urls import path

from portal.guidelines import pages

app_name = "guidelines"

urlpatterns = [
    path("", pages.guideline_list, name="list"),
    path("<slug:slug>/", pages.guideline_detail, name="detail"),
]
