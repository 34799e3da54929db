"""Addresses of replications."""

from django.urls import path, re_path

from core.models.identity import PUBLIC_ID
from initiatives.pages import replications as views
from initiatives.pages.replication_files import replication_file

app_name = "replications"
urlpatterns = [
    path("", views.replication_list, name="list"),
    re_path("^replications[.](?P<form>csv|json)$", replication_file, name="file"),
    re_path(f"^(?P<public_id>{PUBLIC_ID})/$", views.replication_detail, name="detail"),
    re_path("^(?P<public_id>[0-9A-Fa-f]{12})/$", views.replication_in_capitals),
]
