"""Folders: that they can be written, have room, and hold what `prepare` makes."""

import shutil

from django.conf import settings

from core.environment import StartError
from portal import downloads
from portal.doctor.findings import Finding, Weight, check
from portal.starting import require_folder

LEAST = 1_000_000_000  # bytes that are free
PREPARE = "manage.py prepare"


@check("Folders")
def folders_can_be_written():
    for folder in (settings.MEDIA_ROOT, settings.DOWNLOADS_ROOT):
        try:
            require_folder(folder)
        except StartError as error:
            yield Finding(
                str(error).partition(". ")[0] + ".",
                "Covers cannot be uploaded, and files of the catalogue cannot be made.",
                f"chown -R portal {folder}",
            )
            continue
        free = shutil.disk_usage(folder).free
        if free < LEAST:
            yield Finding(
                f"{free / 1e6:,.0f} MB are free for {folder}.",
                "Uploads and files of each day fail when nothing is left.",
                "Make room, or make_data --days with fewer days.",
            )


@check("Static files")
def static_files_are_prepared():
    if settings.DEBUG:
        return
    if not settings.STATIC_ROOT.exists():
        yield Finding(
            f"There are no static files in {settings.STATIC_ROOT}.",
            "The portal does not start.",
            PREPARE,
        )


@check("Downloads")
def whole_catalogue_is_there():
    if downloads.latest() is None:
        yield Finding(
            f"There is no file of the whole catalogue in {settings.DOWNLOADS_ROOT}.",
            "/data/ offers no download of everything.",
            "manage.py make_downloads",
            Weight.WRONG if settings.MAKE_DOWNLOADS else Weight.LOOK,
        )
