"""Files that are made for one answer: a short one in memory, a long one on the disk.

Who makes a file never waits for who reads it, whose line may be slow: it is written whole, then
sent. What fails while it is made is answered as an error, and not with half a file.
"""

import gzip
import shutil
import tempfile
from itertools import chain

import zstandard
from django.http import FileResponse, HttpResponse, HttpResponseNotModified

from core import http_cache
from core.http_cache.encodings import COMPRESSIBLE, IDENTITY, choose
from core.http_cache.middleware import CACHE_CONTROL, lists
from core.http_cache.pages import digest_of_each

LONGEST_IN_MEMORY = 1_000_000  # bytes
BUFFER = 1 << 20  # bytes that go to the disk at once
PART = 65_536  # bytes that are read at once
ENCODINGS = ("zstd", "gzip")


def file_answer(request, write, content_type, headers):
    """The answer with a file. write: a function of a file that takes bytes.

    A short one is an answer like any other. A long one has an ETag and a compression of its own,
    and is kept nowhere.
    """
    file = tempfile.SpooledTemporaryFile(LONGEST_IN_MEMORY, buffering=BUFFER)  # noqa: SIM115 - the response closes it
    try:
        write(file)
    except BaseException:
        file.close()
        raise
    size = file.tell()
    file.seek(0)
    if size <= LONGEST_IN_MEMORY:
        with file:
            return HttpResponse(file.read(), content_type=content_type, headers=headers)
    encoding = IDENTITY
    if COMPRESSIBLE.match(content_type):
        encoding = choose(request.META.get("HTTP_ACCEPT_ENCODING", ""), ENCODINGS)
    caching = {"Cache-Control": "no-store"}
    if not http_cache.is_provisional():
        etag = f'"{digest_of_each(chain([headers], parts_of(file)))}-{encoding}"'
        file.seek(0)
        caching = {"Cache-Control": CACHE_CONTROL, "ETag": etag, "Vary": "Accept-Encoding"}
        if lists(request.META.get("HTTP_IF_NONE_MATCH", ""), etag):
            file.close()
            return HttpResponseNotModified(headers=caching)
    if encoding != IDENTITY:
        file = compressed(file, encoding)
        caching["Content-Encoding"] = encoding
    return FileResponse(file, content_type=content_type, headers=headers | caching)


def parts_of(file):
    """What is in a file, part by part."""
    return iter(lambda: file.read(PART), b"")


def compressed(file, encoding):
    """The same file in one of ENCODINGS, in place of it."""
    smaller = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    with file:
        if encoding == "zstd":
            zstandard.ZstdCompressor(level=3).copy_stream(file, smaller)
        else:
            with gzip.GzipFile(fileobj=smaller, mode="wb", compresslevel=5, mtime=0) as zipped:
                shutil.copyfileobj(file, zipped)
    smaller.seek(0)
    return smaller
