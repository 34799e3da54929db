"""Where answers are kept: in the memory of this process, and in a cache that processes share."""

import logging
import threading
from dataclasses import dataclass
from time import monotonic

from cachetools import LRUCache
from django.conf import settings
from django.core.cache import cache

from core.http_cache.encodings import COMPRESS, DECOMPRESS, ENCODINGS, IDENTITY

logger = logging.getLogger(__name__)

OVERHEAD = 2000  # bytes that an answer takes besides its body, about
LARGEST_SHARE = 16  # an answer that takes more than one part in so many is not kept
SHARED_FOR = 3600  # seconds; what nobody can ask for any more goes then
PAUSE = 5  # seconds without a shared cache that has failed


@dataclass(frozen=True, slots=True)
class KeptResponse:
    """An answer as it goes out.

    status: 200, 301 ...; headers: pairs of name and value, those apart that depend on the body;
    encoding: in which the body stands; is_compressible: whether it may stand in another one.
    """

    status: int
    headers: tuple
    body: bytes
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
        return KeptResponse(self.status, self.headers, body, encoding, True)


def size_of(response):
    """The bytes that a response takes, about."""
    return len(response.body) + OVERHEAD


class ResponsesOfOneRevision:
    """The least recently asked for leave first. Thread-safe.

    most_bytes: bound of what all of them take together.
    """

    def __init__(self, most_bytes):
        self._revision = 0
        self._responses = LRUCache(most_bytes, getsizeof=size_of)
        self._lock = threading.Lock()

    def __len__(self):
        return len(self._responses)

    @property
    def bytes(self):
        """What all of them take together."""
        return self._responses.currsize

    def get(self, revision, key):
        """The response under a key, or None. A question about another revision drops all."""
        with self._lock:
            if revision != self._revision:
                self._revision = revision
                self._responses.clear()
            return self._responses.get(key)

    def put(self, revision, key, response):
        """Keep a response, unless it is too large or its revision is past."""
        if size_of(response) > self._responses.maxsize // LARGEST_SHARE:
            return
        with self._lock:
            if revision == self._revision:
                self._responses[key] = response


class Shared:
    """The cache of CACHE_URL. Where it fails, pages do without."""

    def __init__(self):
        self._paused_until = 0.0

    def get(self, key):
        """The answer under a key, or None."""
        return self._ask(cache.get, f"page:{key}")

    def put(self, key, answer):
        """Keep an answer for SHARED_FOR seconds."""
        self._ask(cache.set, f"page:{key}", answer, SHARED_FOR)

    def _ask(self, operation, *arguments):
        if monotonic() < self._paused_until:
            return None
        try:
            return operation(*arguments)
        except Exception as error:  # each kind of cache has its own errors
            self._paused_until = monotonic() + PAUSE
            logger.warning("The shared cache does not answer: %s", error)
            return None


class Pages:
    """All that is kept, by a name for the address and one for the encoding."""

    def __init__(self):
        self.memory = ResponsesOfOneRevision(settings.HTTP_CACHE_BYTES)
        self._shared = Shared() if settings.CACHE_URL else None

    def get(self, revision, name, encoding):
        """The answer of this name in this encoding, or None."""
        key = f"{name}-{encoding}"
        answer = self.memory.get(revision, key)
        if answer is None:
            answer = self._elsewhere(revision, name, encoding, key)
            if answer is not None:
                self.memory.put(revision, key, answer)
        return answer

    def put(self, revision, name, encoding, answer):
        """Keep an answer that goes to clients who choose this encoding."""
        key = f"{name}-{encoding}"
        self.memory.put(revision, key, answer)
        if self._shared:
            self._shared.put(key, answer)

    def _elsewhere(self, revision, name, encoding, key):
        """The answer from another encoding of it, or from the shared cache."""
        for other in ENCODINGS:
            answer = self.memory.get(revision, f"{name}-{other}")
            if answer is not None:
                return answer.encoded(encoding)
        return self._shared.get(key) if self._shared else None
