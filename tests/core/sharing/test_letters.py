"""What a card may show: every sign that is let through has letters, and none is an empty box."""

import json
import unicodedata
from pathlib import Path

import typst

from core.sharing.letters import UNKNOWN, shown

LAST = 0x2FFFF
BASES = {"ARABIC": "ب", "DEVANAGARI": "क", "CYRILLIC": "ж"}  # of marks, by the script of these
UNSEEN = {"Cn", "Cc", "Cf", "Co", "Cs", "Zl", "Zp"}


def base_of(sign):
    """What stands before a sign that may be a mark."""
    return next((base for script, base in BASES.items() if script in unicodedata.name(sign)), "a")


def test_every_sign_that_is_shown_has_letters():
    signs = [
        chr(code)
        for code in range(LAST)
        if unicodedata.category(chr(code)) not in UNSEEN and not UNKNOWN.match(chr(code))
    ]
    assert len(signs) > 1500
    page = (
        b'#set document(title: "x")\n#set text(font: "Libertinus Serif")\n'
        b"#for sign in json(bytes(sys.inputs.signs)) [#box(sign) ]"
    )
    compiler = typst.Compiler(
        page,
        root=Path(__file__).parent,
        font_paths=typst.Fonts(include_system_fonts=False),
        ignore_system_fonts=True,
        sys_inputs={"signs": json.dumps([base_of(sign) + sign for sign in signs])},
    )
    # A document under this standard is refused where a sign has no letters.
    assert compiler.compile(page, format="pdf", pdf_standards=["ua-1"])


def test_a_text_that_loses_most_of_its_signs_is_none():
    assert shown("南南合作") == ""
    assert shown("Seeds 种子 bank") == "Seeds bank"
    assert shown("Luban Workshops (鲁班工坊)") == "Luban Workshops"
    assert shown(" two\n lines\t") == "two lines"
    assert shown("≤ 5 m², ½ of it → 3.2 ‰ ✓") == "≤ 5 m², ½ of it → 3.2 ‰ ✓"
