"""Addresses of countries."""

from django.urls import path

from initiatives.pages import countries as views

app_name = "countries"
urlpatterns = [
    path("", views.country_list, name="list"),
    path("<slug:iso3>/", views.country_detail, name="detail"),
]
