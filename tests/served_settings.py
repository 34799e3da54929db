"""The settings of servers that tests start: those of production, and no collectstatic before."""

from portal.settings import *  # noqa: F403
from portal.settings import BASE_DIR, STORAGES

STORAGES |= {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
STATIC_ROOT = BASE_DIR / "static"
WHITENOISE_USE_FINDERS = True
