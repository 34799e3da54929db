"""Pages are in plain English: turns of phrase that readers stumbled over do not come back."""

import re

from django.conf import settings

STUMBLED_OVER = re.compile(
    r"take it home|\btells of\b|knows of no|nobody wrote|\brests? on\b|fits? all of this"
    r"|whom to|editors. reading|the sorts of|no proof of absence|\bof the day\b|web sites?\b"
    r"|no such page|takes to take",
    re.IGNORECASE,
)
COMMENT = re.compile(r"{% comment %}.*?{% endcomment %}", re.DOTALL)


def test_no_page_for_readers_uses_them():
    templates = settings.BASE_DIR / "templates"
    pages = [page for page in templates.rglob("*.html") if templates / "admin" not in page.parents]
    found = {
        page.name: STUMBLED_OVER.findall(COMMENT.sub("", page.read_text(encoding="utf-8")))
        for page in pages
    }
    assert {name: words for name, words in found.items() if words} == {}
    assert STUMBLED_OVER.search("<h2>Take it home</h2>")
