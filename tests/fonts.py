"""The letters that browser tests read: two families, and nothing else that a machine may have.

The style sheet names families that readers have, never one that we send, so the width of a page is
the reader's. `WIDE` is about the widest that a page meets and `NARROW` narrower than any. A browser
that runs in `Family.environment` knows one of them alone.
"""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from xml.sax.saxutils import escape

FOLDERS = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "~/.local/share/fonts",
    "~/.fonts",
)

CONFIGURATION = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>{fonts}</dir>
  <cachedir>{cache}</cachedir>
  {generic}
  <match target="pattern">
    <edit name="family" mode="append_last" binding="weak"><string>{sans}</string></edit>
  </match>
  <match target="font">
    <edit name="hinting"><bool>false</bool></edit>
  </match>
</fontconfig>
"""

GENERIC = """<match target="pattern">
    <test name="family"><string>{asked}</string></test>
    <edit name="family" mode="assign" binding="strong"><string>{given}</string></edit>
  </match>"""


@dataclass(frozen=True)
class Family:
    """Letters for text, titles and code, by their names, and where Debian has them."""

    name: str
    package: str
    sans: str
    serif: str
    monospace: str
    files: tuple[str, ...]

    @cached_property
    def paths(self):
        """Where this machine has the files of the family, as far as it has them."""
        folders = [Path(folder).expanduser() for folder in FOLDERS]
        found = {path.name: path for folder in folders for path in folder.rglob("*.[ot]tf")}
        return [found[file] for file in self.files if file in found]

    @property
    def is_installed(self):
        return len(self.paths) == len(self.files)

    def environment(self, folder):
        """Variables for a browser that knows these letters alone; a folder is made for them."""
        fonts = folder / "fonts"
        fonts.mkdir(parents=True)
        for path in self.paths:
            (fonts / path.name).symlink_to(path)
        asked = {"sans-serif": self.sans, "serif": self.serif, "monospace": self.monospace}
        generic = "\n  ".join(
            GENERIC.format(asked=name, given=escape(given)) for name, given in asked.items()
        )
        configuration = folder / "fonts.conf"
        configuration.write_text(
            CONFIGURATION.format(
                fonts=escape(str(fonts)),
                cache=escape(str(folder / "cache")),
                generic=generic,
                sans=escape(self.sans),
            )
        )
        return {"FONTCONFIG_FILE": str(configuration)}


WIDE = Family(
    name="wide",
    package="fonts-dejavu-core",
    sans="DejaVu Sans",
    serif="DejaVu Serif",
    monospace="DejaVu Sans Mono",
    files=(
        "DejaVuSans.ttf",
        "DejaVuSans-Bold.ttf",
        "DejaVuSerif.ttf",
        "DejaVuSerif-Bold.ttf",
        "DejaVuSansMono.ttf",
        "DejaVuSansMono-Bold.ttf",
    ),
)
NARROW = Family(
    name="narrow",
    package="fonts-yanone-kaffeesatz",
    sans="Yanone Kaffeesatz",
    serif="Yanone Kaffeesatz",
    monospace="Yanone Kaffeesatz",
    files=("YanoneKaffeesatz-Regular.otf", "YanoneKaffeesatz-Bold.otf"),
)
