"""Addresses of forums and their sessions."""

from django.urls import path

from forum.pages import forums as views

app_name = "forums"
urlpatterns = [
    path("", views.forum_list, name="list"),
    path("<slug:slug>/", views.forum_detail, name="detail"),
    path("<slug:forum_slug>/<slug:slug>/", views.session_detail, name="session"),
]
