"""Addresses of the whole portal."""

from django.contrib import admin
from django.urls import path

from portal import health

urlpatterns = [
    path("admin/", admin.site.urls),
    path("healthz", health.healthz),
    path("readyz", health.readyz),
]
