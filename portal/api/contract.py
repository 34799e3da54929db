"""The description of the API as it is and as it was last released, and what readers are told."""

from typing import NamedTuple

import yaml
from django.conf import settings
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from core import prose
from core.api.contract.changelog import sections
from core.api.contract.comparison import changes

DOCS = settings.BASE_DIR / "docs"
CURRENT = DOCS / "openapi.yaml"
RELEASED = DOCS / "api" / "released" / "v1.yaml"
CHANGELOG = DOCS / "api-changelog.md"


class Section(NamedTuple):
    """What changed with one release: its day, and the changes as HTML."""

    day: str
    told: SafeString


def changes_since_release():
    """What has changed since the last release."""
    return changes(*(yaml.load(one.read_text(), yaml.CSafeLoader) for one in (RELEASED, CURRENT)))


@require_safe
def changelog(request):
    """What has changed in the API, for people, the latest first."""
    told = [Section(day, prose.to_html(text)) for day, text in sections(CHANGELOG.read_text())]
    return render(request, "portal/api_changelog.html", {"sections": told})
