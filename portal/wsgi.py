"""The WSGI application that the web server loads."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
application = get_wsgi_application()

from initiatives.search import KEEPER  # noqa: E402 - models need the application
from portal.search.directory import DIRECTORY  # noqa: E402

KEEPER.start()  # the index is being read while the first visitors come
DIRECTORY.start()
