"""The style sheet: written as one file for each component, served as one file to readers."""

from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

NAME = "site.css"


class StylesheetFinder(BaseFinder):
    """Finds site.css, which it makes from static/css/*.css whenever one of them has changed.

    The order of the files does not matter: tokens.css, the first, declares the layers' order.
    """

    def __init__(self, *args, **kwargs):
        self.parts = Path(settings.BASE_DIR, "static", "css")
        self.storage = FileSystemStorage(Path(settings.BASE_DIR, "var", "css"))
        super().__init__(*args, **kwargs)

    def check(self, **kwargs):
        return []

    def find(self, path, find_all=False, **kwargs):
        """The path of the made file, for its name alone; see BaseFinder."""
        if path != NAME:
            return []
        made = self.make()
        return [made] if find_all else made

    def list(self, ignore_patterns):
        self.make()
        yield NAME, self.storage

    def make(self):
        """Join the parts, tokens first; returns the made file's path as text."""
        parts = sorted(
            self.parts.glob("*.css"), key=lambda part: (part.stem != "tokens", part.name)
        )
        joined = "\n".join(part.read_text(encoding="utf-8") for part in parts)
        made = Path(self.storage.location, NAME)
        if not made.exists() or made.read_text(encoding="utf-8") != joined:
            made.parent.mkdir(parents=True, exist_ok=True)
            made.write_text(joined, encoding="utf-8")
        return str(made)
