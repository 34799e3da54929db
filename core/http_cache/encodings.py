"""Which compression a client understands, and compressing in it."""

import gzip
import re
import zlib
from functools import lru_cache

import brotli
import zstandard

IDENTITY = "identity"
# The best first, for clients to whom all are equal. At these levels a page of 60 kB takes about
# 3 ms, once; brotli at its best would save another seventh, and take 150 ms.
COMPRESS = {
    "br": lambda body: brotli.compress(body, quality=5),
    "zstd": lambda body: zstandard.ZstdCompressor(level=9).compress(body),
    "gzip": lambda body: gzip.compress(body, compresslevel=6, mtime=0),
}
DECOMPRESS = {
    "br": brotli.decompress,
    "zstd": lambda body: zstandard.ZstdDecompressor().decompress(body),
    "gzip": lambda body: zlib.decompress(body, wbits=31),
}
ENCODINGS = (*COMPRESS, IDENTITY)
SHORTEST = 200  # bytes; less is not worth a header
COMPRESSIBLE = re.compile(
    r"text/|application/(?:(?:[\w.-]+\+)?(?:jsonl?|xml|yaml)\b|vnd\.oai\.openapi)|image/svg\+xml"
)
LONGEST_HEADER = 300  # characters of Accept-Encoding that count
ELEMENT = re.compile(r"\s*([\w*-]+)\s*(?:;\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*)?")


def choose(accepted, offered=tuple(COMPRESS)):
    """The encoding for a client that sends this Accept-Encoding: one of those offered or IDENTITY.

    The highest q-value wins, and among equals the one that makes the least of a page. Whoever
    refuses everything gets the answer as it is.
    """
    return _choose(accepted[:LONGEST_HEADER], offered)


@lru_cache(maxsize=500)
def _choose(accepted, offered):
    weights = {}
    for element in accepted.lower().split(","):
        found = ELEMENT.fullmatch(element)
        if found:
            weights[found[1].removeprefix("x-")] = float(found[2] or 1)
    others = weights.get("*", 0)
    weighed = {name: weights.get(name, others) for name in offered}
    weighed[IDENTITY] = weights.get(IDENTITY, 0)  # unnamed, it will do where nothing else does
    best = max(weighed, key=weighed.get)
    return best if weighed[best] > 0 else IDENTITY


def is_compressible(content_type, body):
    """Whether compressing makes an answer of this type smaller."""
    return len(body) >= SHORTEST and COMPRESSIBLE.match(content_type) is not None
