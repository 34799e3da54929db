"""The cache of CACHE_URL, in which all processes and machines of a release share their pages.

Whoever else can write there can make the portal neither run anything nor show anything: a page is
plain data under a seal of the portal's secret, and whatever does not bear it is as good as nothing.
"""

import logging
import threading
from time import monotonic

from django.core.cache import cache
from django.utils.crypto import constant_time_compare, salted_hmac
from msgspec import msgpack

from core.http_cache.kept import KeptResponse
from core.http_cache.version import version

logger = logging.getLogger(__name__)

SHARED_FOR = 3600  # seconds; what nobody can ask for any more goes then
PAUSE = 5  # seconds without a shared cache that has failed
SEAL = 32  # bytes before each page

_unpacked = msgpack.Decoder(KeptResponse)


class AsItIs:
    """Django's serializer of what is stored: bytes, which are never read as anything else."""

    def dumps(self, stored):
        return stored

    def loads(self, stored):
        return stored


class Shared:
    """What processes share. Where it fails, pages do without.

    Its keys hold the revision and the release: what these say no more is never asked for again.
    """

    def __init__(self):
        self._release = version()
        self._paused_until = 0.0
        self._lock = threading.Lock()

    def get(self, revision, key):
        """The answer kept under a key for this revision, or None."""
        name = self._name(revision, key)
        stored = self._ask(cache.get, name)
        return None if stored is None else opened(name, stored)

    def put(self, revision, key, answer):
        """Keep an answer for SHARED_FOR seconds."""
        name = self._name(revision, key)
        self._ask(cache.set, name, sealed(name, answer), SHARED_FOR)

    def _name(self, revision, key):
        return f"page:{self._release}:{revision}:{key}"

    def _ask(self, operation, *arguments):
        if self._is_paused():
            return None
        try:
            answer = operation(*arguments)
        except Exception as error:  # each kind of cache has its own errors
            self._paused_until = monotonic() + PAUSE
            logger.warning("The shared cache does not answer: %s", error)
            return None
        self._paused_until = 0.0
        return answer

    def _is_paused(self):
        """Whether to do without it now. After a pause one request tries, and the others do not."""
        if not self._paused_until:
            return False
        with self._lock:
            now = monotonic()
            if now < self._paused_until:
                return True
            self._paused_until = now + PAUSE
            return False


def sealed(name, answer):
    """An answer as it is stored under a name: bytes."""
    packed = msgpack.encode(answer, enc_hook=str.__str__)  # a header may be a SafeString
    return seal_of(name, packed) + packed


def opened(name, stored):
    """The answer that was stored under a name, or None where it is not one that we have sealed."""
    seal, packed = stored[:SEAL], stored[SEAL:]
    if not constant_time_compare(seal, seal_of(name, packed)):
        logger.warning("The shared cache holds what this portal has not written: %s", name)
        return None
    return _unpacked.decode(packed)


def seal_of(name, packed):
    """What only those make who have the portal's secret; the same page elsewhere has another."""
    value = b"%b %b" % (name.encode(), packed)
    return salted_hmac("core.http_cache.shared", value, algorithm="sha256").digest()
