"""Files over HTTP: in the form that is understood, in parts, and not again to who has them."""

import os
import re
from dataclasses import dataclass
from pathlib import Path

from django.http import HttpResponse, HttpResponseNotModified
from django.utils.http import http_date, parse_etags, parse_http_date_safe

from core.http_cache.encodings import IDENTITY, choose

IN_MEMORY = 1_000_000  # bytes that an answer holds at most where the web server can send files
SENDS_FILES = "core.web.sends_files"  # of a request: whether it can
PART = re.compile(r"\s*bytes\s*=\s*(\d{0,18})-(\d{0,18})\s*")  # one part; several are not offered


class FileResponse(HttpResponse):
    """An answer whose body the web server reads by itself: `part`, a range of bytes, of a file."""

    def __init__(self, path, part, **further):
        super().__init__(**further)
        self.path, self.part = path, part


@dataclass(frozen=True)
class Form:
    """A file as it is, or compressed: the ETag tells the forms apart, for their bytes differ."""

    path: Path
    size: int
    etag: str


class ServedFile:
    """A file that does not change while it is served.

    paths: of its forms, by encoding; IDENTITY has to be among them. headers: that every answer
    has. version: a text that differs wherever the bytes may, by default when and how long the
    file was written.

    An answer holds the bytes: a file handed over piece by piece would keep a thread for as long
    as the reader's line is slow. Where they are many, our web server sends them without a thread.
    """

    def __init__(self, paths, headers, version=None):
        status = os.stat(paths[IDENTITY])
        version = version or f"{status.st_mtime_ns:x}-{status.st_size:x}"
        self.modified = int(status.st_mtime)
        self.headers = headers
        self.forms = {
            encoding: Form(Path(path), os.path.getsize(path), f'"{version}-{encoding}"')
            for encoding, path in paths.items()
        }
        self.encodings = tuple(encoding for encoding in self.forms if encoding != IDENTITY)

    def answer(self, request):
        """The response to GET or HEAD."""
        meta = request.META
        encoding = choose(meta.get("HTTP_ACCEPT_ENCODING", ""), self.encodings)
        form = self.forms[encoding]
        headers = {
            **self.headers,
            "ETag": form.etag,
            "Last-Modified": http_date(self.modified),
            "Accept-Ranges": "bytes",
        }
        if self.encodings:
            headers["Vary"] = "Accept-Encoding"
        if self.is_known(meta, form):
            return HttpResponseNotModified(headers=headers)
        if encoding != IDENTITY:
            headers["Content-Encoding"] = encoding
        part = self.part(meta, form) if request.method == "GET" else None
        if part is None:
            return self.send(request, form, 200, headers, range(form.size))
        if not part:
            return HttpResponse(status=416, headers={"Content-Range": f"bytes */{form.size}"})
        headers["Content-Range"] = f"bytes {part[0]}-{part[-1]}/{form.size}"
        return self.send(request, form, 206, headers, part)

    def is_known(self, meta, form):
        """Whether the client has this form already."""
        asked = meta.get("HTTP_IF_NONE_MATCH")
        if asked is not None:
            known = [one.removeprefix("W/") for one in parse_etags(asked.strip())]
            return known == ["*"] or form.etag in known
        since = parse_http_date_safe(meta.get("HTTP_IF_MODIFIED_SINCE", ""))
        return since is not None and self.modified <= since

    def part(self, meta, form):
        """The range of bytes that is asked for: None for all of them, empty if it has none."""
        asked = PART.fullmatch(meta.get("HTTP_RANGE", ""))
        stands = meta.get("HTTP_IF_RANGE")
        if not asked or stands not in (None, form.etag, http_date(self.modified)):
            return None
        first, last = asked.groups()
        if not first:
            return range(max(form.size - int(last), 0), form.size) if last else None
        if last and int(last) < int(first):
            return None
        return range(int(first), min(int(last), form.size - 1) + 1 if last else form.size)

    def send(self, request, form, status, headers, part):
        """These bytes of a form; to HEAD only how many they are."""
        body = b""
        headers["Content-Length"] = str(len(part))
        if request.method == "GET":
            if len(part) > IN_MEMORY and SENDS_FILES in request.META:
                return FileResponse(form.path, part, status=status, headers=headers)
            with form.path.open("rb") as file:
                file.seek(part.start)
                body = file.read(len(part))
        return HttpResponse(body, status=status, headers=headers)
