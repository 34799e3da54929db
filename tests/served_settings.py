"""The settings of servers that tests start: those of production, and no collectstatic before."""

import os
from pathlib import Path

from portal.settings import *  # noqa: F403
from portal.settings import STORAGES, VAR_DIR

STORAGES |= {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
STATIC_ROOT = Path(os.environ.get("STATIC_ROOT", VAR_DIR / "static-of-tests"))
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
