"""The settings of servers that tests start: those of production, and no collectstatic before.

With SEARCH_INDEX=False a server reads no index: half of its time goes into that, and after it into
words that somebody could search for.
"""

import os
from pathlib import Path

from core.environment import env_bool
from portal.settings import *  # noqa: F403
from portal.settings import STORAGES, VAR_DIR

STORAGES |= {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
SEARCH_INDEX = env_bool("SEARCH_INDEX", True)
STATIC_ROOT = Path(os.environ.get("STATIC_ROOT", VAR_DIR / "static-of-tests"))
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
