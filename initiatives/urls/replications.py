"""Addresses of replications."""

from django.urls import path

from initiatives.pages import replications as views

app_name = "replications"
urlpatterns = [path("", views.replication_list, name="list")]
