"""A release is told from another by what its files say; starting it again makes it no other."""

import pytest

from core.http_cache.version import version
from tests.caching import get, html


@pytest.fixture
def release(settings, tmp_path):
    """A folder with a release in it; `version` is asked anew in this test."""
    for name in ("portal/views.py", "templates/base.html", "requirements.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("as released")
    settings.BASE_DIR = tmp_path
    version.cache_clear()
    yield tmp_path
    version.cache_clear()


@pytest.mark.parametrize(
    "change",
    [
        lambda release: (release / "templates/base.html").write_text("as changed"),
        lambda release: (release / "portal/views.py").rename(release / "portal/pages.py"),
        lambda release: (release / "templates/new.html").touch(),
    ],
    ids=["changed", "renamed", "added"],
)
def test_another_file_makes_another_version(release, change):
    before = version()
    version.cache_clear()
    assert version() == before
    change(release)
    version.cache_clear()
    assert version() != before


def test_what_python_compiles_makes_no_other_version(release):
    before = version()
    (release / "portal/views.cpython-311.pyc").touch()
    (release / "portal/views.py").touch()
    version.cache_clear()
    assert version() == before


def test_a_setting_that_pages_show_makes_another_version(release, settings):
    before = version()
    settings.SITE_NAME = "Another name"
    version.cache_clear()
    assert version() != before


def test_another_release_that_changes_no_byte_of_a_page_keeps_its_etag(release, middleware):
    etag = middleware(html)[0](get()).headers["ETag"]
    (release / "portal/views.py").write_text("as changed")
    version.cache_clear()
    assert middleware(html)[0](get()).headers["ETag"] == etag
