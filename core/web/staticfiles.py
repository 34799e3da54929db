"""How static files are stored and served: with their digest in the name, compressed beforehand."""

import os
from wsgiref.headers import Headers

import brotli
from whitenoise.compress import Compressor
from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.responders import IsDirectoryError, MissingFileError
from whitenoise.storage import CompressedManifestStaticFilesStorage

from core.http_cache.encodings import IDENTITY
from core.web.files import ServedFile

BIG = 200_000  # bytes


class StaticFilesMiddleware(WhiteNoiseMiddleware):
    """WhiteNoise, whose files are answered with as all files of the portal are.

    Its own answers take `br;q=0` for a wish, call three encodings by one ETag, refuse the range of
    a single byte, and keep a thread while a slow reader takes a large file.
    """

    def get_static_file(self, path, url, stat_cache=None):
        if os.path.isdir(path):
            raise IsDirectoryError(path)
        if not os.path.isfile(path):
            raise MissingFileError(path)
        headers = Headers()
        self.add_mime_headers(headers, path, url)
        self.add_cache_headers(headers, path, url)
        headers["Access-Control-Allow-Origin"] = "*"
        paths = {IDENTITY: path, "br": f"{path}.br", "gzip": f"{path}.gz"}
        paths = {encoding: path for encoding, path in paths.items() if os.path.isfile(path)}
        return ServedFile(paths, dict(headers.items()))

    @staticmethod
    def serve(static_file, request):
        return static_file.answer(request)


class QuickCompressor(Compressor):
    """Brotli at its best for what every reader loads, faster for the few big files of the desk."""

    @staticmethod
    def compress_brotli(data):
        return brotli.compress(data, quality=11 if len(data) < BIG else 5)


class Storage(CompressedManifestStaticFilesStorage):
    """WhiteNoise's storage, compressing only the names that pages use: those with a digest."""

    def compress_files(self, names):
        return super().compress_files(set(names) - set(self.hashed_files))

    def create_compressor(self, **options):
        options["extensions"] = (*Compressor.SKIP_COMPRESS_EXTENSIONS, "map")
        return QuickCompressor(**options)
