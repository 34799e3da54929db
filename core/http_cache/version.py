"""Tells one release from another."""

import hashlib
from functools import cache

from django.conf import settings

FOLDERS = ("core", "initiatives", "forum", "portal", "templates", "static")
FILES = ("requirements.txt",)
# What the environment sets and pages show.
SETTINGS = (
    "SITE_NAME",
    "CONTACT_EMAIL",
    "PUBLISHER_NAME",
    "PUBLISHER_URL",
    "TAG_AUTHORITY",
    "LANGUAGE_CODE",
    "STATIC_URL",
    "MEDIA_URL",
    "HTTPS",
    "ACCESS_LOG_DAYS",
    "SESSION_LONGEST",
    "IMPORT_DAYS",
)


@cache
def version():
    """A digest of the code, the templates and the settings that pages show; text.

    It is made of what the files say, not of when they were written: the same on every machine
    that runs the same release.
    """
    digest = hashlib.blake2b(digest_size=12)
    for path in sorted(files()):
        content = hashlib.blake2b(path.read_bytes()).digest()
        digest.update(repr((path.relative_to(settings.BASE_DIR).as_posix(), content)).encode())
    digest.update(repr([getattr(settings, name) for name in SETTINGS]).encode())
    return digest.hexdigest()


def files():
    """The files that make a release."""
    for folder in FOLDERS:
        for path in (settings.BASE_DIR / folder).rglob("*"):
            if path.is_file() and path.suffix != ".pyc":
                yield path
    for name in FILES:
        yield settings.BASE_DIR / name
