"""Addresses of documents."""

from django.urls import path

from initiatives.pages import resources as views

app_name = "resources"
urlpatterns = [
    path("", views.resource_list, name="list"),
    path("<slug:slug>/", views.resource_detail, name="detail"),
]
