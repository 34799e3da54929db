"""The address of a page as a picture that telephones read (ISO/IEC 18004)."""

from functools import lru_cache
from io import BytesIO

import segno

QUIET_ZONE = 2  # modules around it: on white paper, phones need no more
DOT = 8  # pixels of a module in a PNG: sharp in print


def svg(address):
    """As SVG: black on nothing, of any size."""
    return _drawn(address, "svg", xmldecl=False, omitsize=True, svgclass=None, lineclass=None)


def png(address):
    """As PNG, for files that hold no SVG."""
    return _drawn(address, "png", scale=DOT)


def _drawn(address, kind, **options):
    drawn = BytesIO()
    _made(address).save(drawn, kind=kind, border=QUIET_ZONE, **options)
    return drawn.getvalue()


@lru_cache(100)
def _made(address):
    return segno.make(address, micro=False)
