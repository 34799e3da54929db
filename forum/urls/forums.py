"""Addresses of forums and their sessions."""

from django.urls import path

from forum.pages import forums as views
from forum.pages.briefs import forum_brief, session_brief

app_name = "forums"
urlpatterns = [
    path("", views.forum_list, name="list"),
    path("<slug:slug>/", views.forum_detail, name="detail"),
    path("<slug:slug>/brief.<brief:form>", forum_brief, name="brief"),
    path("<slug:forum_slug>/<slug:slug>/", views.session_detail, name="session"),
    path("<slug:forum_slug>/<slug:slug>/brief.<brief:form>", session_brief, name="session-brief"),
]
