"""A card as PNG, of the size that messengers ask for.

Typst sets it, as it sets briefs, with the letters that come with it and none of the system: the
same card gives the same bytes on every machine. A palette holds its few colours in a third of the
bytes.
"""

import threading
from functools import cache
from io import BytesIO
from pathlib import Path

import msgspec
import typst
from django.conf import settings
from django.contrib.staticfiles import finders
from PIL import Image
from PIL.Image import Dither, Quantize

from core.sharing import chart
from core.sharing.letters import shown

TEMPLATE = Path(__file__).with_name("card.typ").read_bytes()
FOLDER = Path(__file__).parent
WIDTH, HEIGHT = chart.WIDTH, 630
POINTS_PER_INCH = 72  # a point of the template is a pixel
COLOURS = 64

_one_at_a_time = threading.Lock()  # it takes both cores of a small machine for some milliseconds


def png(card):
    """The bytes of the picture of a SharedCard."""
    compiler = typst.Compiler(
        TEMPLATE,
        root=FOLDER,
        font_paths=_letters(),
        ignore_system_fonts=True,
        sys_inputs={
            "card": msgspec.json.encode(said_on(card)).decode(),
            "chart": chart.svg(card.map, card.hue),
            "mark": _mark(),
        },
    )
    with _one_at_a_time:
        drawn = compiler.compile(TEMPLATE, format="png", ppi=POINTS_PER_INCH)
        return with_few_colours(drawn)


def said_on(card):
    """What the template reads of a SharedCard; a title without letters gives way to its kind."""
    way = card.way and {
        "origins": list(filter(None, map(shown, card.way.origins))),
        "targets": list(filter(None, map(shown, card.way.targets))),
        "besides": card.way.besides,
    }
    return {
        "site": settings.SITE_NAME,
        "kind": card.kind,
        "title": shown(card.title) or card.kind,
        "way": way if way and way["origins"] else None,
        "facts": list(filter(None, map(shown, card.facts))),
        "stage": card.stage,
        "colour": chart.hue(card.hue),
    }


def with_few_colours(picture):
    """The bytes of a PNG with a palette, of those of one without."""
    with Image.open(BytesIO(picture)) as image:
        few = image.convert("RGB").quantize(COLOURS, Quantize.FASTOCTREE, dither=Dither.NONE)
    written = BytesIO()
    few.save(written, "PNG", compress_level=5)
    return written.getvalue()


@cache
def _letters():
    return typst.Fonts(include_system_fonts=False)


@cache
def _mark():
    return Path(finders.find("img/icon.svg")).read_text()
