"""One page, and its numbers as JSON."""

from django.urls import path

from benchmarks.textbook import views

urlpatterns = [path("", views.search), path("counts.json", views.counts)]
