"""A brief as PDF: tagged, by the rules of PDF/UA-1 (ISO 14289-1), at most two pages.

Typst sets it, in this process: one template of ours, and the brief as data beside it. It has the
letters that come with it and no font of the system, and reads nothing but the template: the same
brief gives the same bytes on every machine.
"""

import threading
from functools import cache
from math import ceil
from pathlib import Path

import msgspec
import typst
from msgspec.structs import replace

from core.briefs import qr
from core.briefs.fitting import ACROSS, ASIDE, ROOM, fitted
from core.briefs.letters import address_in_letters, in_letters

TEMPLATE = Path(__file__).with_name("brief.typ").read_bytes()
FOLDER = Path(__file__).parent
PAPERS = {"a4": "a4", "letter": "us-letter"}
STANDARD = "ua-1"
PAGES, FULL = 2, 1.92  # pages that there are; how much of them a column may take, above the margin
ROUNDS = 5  # in which it is set at most: nearly all fit in the first or the second

_one_at_a_time = threading.Lock()  # it takes both cores of a small machine for some milliseconds


def write(brief, paper="a4"):
    """The bytes of the PDF of a Brief. paper: one of PAPERS."""
    brief = in_letters(brief)
    room, aside = ROOM, 0 if brief.is_wide else ASIDE
    for _ in range(ROUNDS):
        across = ACROSS * 1.4 if brief.is_wide else ACROSS
        setting = Setting(fitted(brief, room, aside, across), PAPERS[paper])
        story, *beside = setting.pages
        if beside and story < 1 < beside[0]:  # little text with many sources: these go below it
            brief, aside = replace(brief, is_wide=True), 0
            continue
        if setting.page_count <= PAGES:
            break
        room *= min(1, FULL / story)
        aside *= min(1, FULL / max(beside, default=1))
    return setting.pdf()


@cache
def _letters():
    return typst.Fonts(include_system_fonts=False)


class Setting:
    """A Brief that is fitted, as set on some paper.

    pages: how many each column takes, the story first, and then what stands beside it.
    """

    def __init__(self, brief, paper):
        said = msgspec.to_builtins(brief)
        said |= {"day": brief.day, "only_there": brief.only_there}
        for note, of_note in zip(brief.notes, said["notes"], strict=True):
            of_note["shown"] = address_in_letters(note.shown_url)
        self.compiler = typst.Compiler(
            TEMPLATE,
            root=FOLDER,
            font_paths=_letters(),
            ignore_system_fonts=True,
            sys_inputs={
                "brief": msgspec.json.encode(said).decode(),
                "qr": qr.svg(brief.address).decode(),
                "paper": paper,
            },
        )
        with _one_at_a_time:
            self.pages = msgspec.json.decode(self.compiler.query("<pages>", field="value"))

    @property
    def page_count(self):
        return ceil(max(self.pages))

    def pdf(self):
        """The bytes.

        PDF/UA-1 has no place for signs without letters. Those that have none by themselves are left
        out (`letters.py`); should some have none where they stand together, it is tagged all the
        same, and they show as empty boxes.
        """
        with _one_at_a_time:
            try:
                return self._compiled([STANDARD])
            except typst.TypstError as error:
                if "could not be displayed with font" not in str(error):
                    raise
                return self._compiled([])

    def _compiled(self, standards):
        return self.compiler.compile(TEMPLATE, format="pdf", pdf_standards=standards)
