"""What differs in a test: nothing that the code under test is about."""

import pytest
from django.conf import settings

for_tests = {
    # A developer's own .env must not turn every answer into a redirect.
    "SECURE_SSL_REDIRECT": False,
    "SESSION_COOKIE_NAME": "sessionid",
    "SECOND_FACTOR_REQUIRED": "NOBODY",
    "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
    # Static files straight from their sources: no collectstatic before a test.
    "STORAGES": settings.STORAGES
    | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}},
    "DATABASE_REPLICAS": [],  # tests about them name their own
    # Most tests never commit, and a thread beside them would see nothing of what they write.
    "REVISION_LISTENS": False,
    "SEARCH_INDEX": False,
    "INDEX_ROOT": None,
    # What the portal offers for download is made by the tests about it.
    "DOWNLOADS_ROOT": settings.DOWNLOADS_ROOT.with_name("downloads-of-tests"),
    # A kept page has no context to look at; the tests of the cache turn it on.
    "HTTP_CACHE_BYTES": 0,
    "WHITENOISE_AUTOREFRESH": True,
    "WHITENOISE_USE_FINDERS": True,
}


@pytest.hookimpl(tryfirst=True)
def pytest_configure():
    """Change the settings before anything has read them."""
    for name, value in for_tests.items():
        setattr(settings, name, value)
