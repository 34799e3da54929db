"""Addresses of replications."""

from django.urls import path, re_path
from django.views.generic import RedirectView

from core.models.identity import PUBLIC_ID
from initiatives.pages import replications as views

app_name = "replications"
urlpatterns = [
    path("", views.replication_list, name="list"),
    re_path(  # where these files were before every list had some
        "^replications[.](?P<form>csv|json)$",
        RedirectView.as_view(url="/replications.%(form)s", permanent=True, query_string=True),
    ),
    re_path(f"^(?P<public_id>{PUBLIC_ID})/$", views.replication_detail, name="detail"),
    re_path("^(?P<public_id>[0-9A-Fa-f]{12})/$", views.replication_in_capitals),
]
