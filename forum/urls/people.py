"""Addresses of people."""

from django.urls import path

from forum.pages import people as views

app_name = "people"
urlpatterns = [
    path("", views.person_list, name="list"),
    path("<slug:slug>/", views.person_detail, name="detail"),
]
