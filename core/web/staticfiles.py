"""How static files are stored: with their digest in the name, and compressed beforehand."""

import brotli
from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage

BIG = 200_000  # bytes


class QuickCompressor(Compressor):
    """Brotli at its best for what every reader loads, and faster for the few big libraries.

    Those of the API's documentation took a minute of the first start, for one part in ten.
    """

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
