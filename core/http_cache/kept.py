"""An answer as it is kept."""

from dataclasses import dataclass, replace

from core.http_cache.encodings import COMPRESS, DECOMPRESS, IDENTITY


@dataclass(frozen=True, slots=True)
class KeptResponse:
    """An answer as it goes out.

    status: 200, 301 ...; headers: pairs of name and value, those apart that depend on the body;
    body: in the encoding named; digest: of what is said, whatever the encoding; is_compressible:
    whether it may stand in another one.
    """

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    digest: str
    encoding: str = IDENTITY
    is_compressible: bool = False

    def encoded(self, encoding):
        """The same answer in another encoding, if it may stand in one."""
        if encoding == self.encoding or not self.is_compressible:
            return self
        body = self.body
        if self.encoding != IDENTITY:
            body = DECOMPRESS[self.encoding](body)
        if encoding != IDENTITY:
            body = COMPRESS[encoding](body)
        return replace(self, body=body, encoding=encoding)
