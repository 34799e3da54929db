"""The addresses of imports at the desk."""

from django.urls import path

from portal.imports import pages


def urls(admin_view):
    """The addresses, each as a page of the desk."""
    return [
        path("imports/", admin_view(pages.imports), name="imports"),
        path("imports/<int:number>/", admin_view(pages.one_import), name="import"),
        path("imports/<int:number>/answer/", admin_view(pages.answer), name="import_answer"),
        path("imports/<int:number>/faults/csv/", admin_view(pages.faults), name="import_faults"),
        path("imports/<int:number>/<slug:name>/", admin_view(pages.step), name="import_step"),
    ]
