"""Where answers are kept: in the memory of this process, and in a cache that processes share."""

import threading
from base64 import urlsafe_b64encode
from hashlib import blake2b

from cachetools import LRUCache
from django.conf import settings

from core.http_cache.encodings import ENCODINGS
from core.http_cache.shared import Shared

OVERHEAD = 2000  # bytes that an answer takes besides its body, about
LARGEST_SHARE = 16  # an answer that takes more than one part in so many is not kept
NOTHING = (None, None)


def digest_of(*parts):
    """A short text that differs wherever the parts do; parts: bytes, or what repr tells apart."""
    return digest_of_each(parts)


def digest_of_each(parts):
    """The same of parts that need not be in memory at once: anything that yields them."""
    digest = blake2b(digest_size=15)
    for part in parts:
        digest.update(part if isinstance(part, bytes) else repr(part).encode())
    return urlsafe_b64encode(digest.digest()).decode()


def size_of(entry):
    """The bytes that an entry of Memory takes, about."""
    _, answer = entry
    return len(answer.body) + OVERHEAD


class Memory:
    """Answers of this process. The least recently asked for leave first. Thread-safe.

    An answer is given for the revision it was kept for, and for no other. It stays when that one is
    past: most edits leave most pages as they were, and a page that is made anew and says the same
    need not be compressed again.

    most_bytes: bound of what all of them take together.
    """

    def __init__(self, most_bytes):
        self._entries = LRUCache(most_bytes, getsizeof=size_of)  # revision and answer, by key
        self._lock = threading.Lock()

    def __len__(self):
        return len(self._entries)

    @property
    def bytes(self):
        """What all of them take together."""
        return self._entries.currsize

    def get(self, revision, key):
        """The answer kept under a key for this revision, or None."""
        with self._lock:
            kept_for, answer = self._entries.get(key, NOTHING)
        return answer if kept_for == revision else None

    def former(self, key):
        """The answer last kept under a key, whatever the revision, or None. Nobody is shown it."""
        with self._lock:
            _, answer = self._entries.get(key, NOTHING)
        return answer

    def put(self, revision, key, answer):
        """Keep an answer, unless it is too large."""
        entry = (revision, answer)
        if size_of(entry) > self._entries.maxsize // LARGEST_SHARE:
            return
        with self._lock:
            self._entries[key] = entry


class Pages:
    """All that is kept, by a name for the address and one for the encoding."""

    def __init__(self):
        self.memory = Memory(settings.HTTP_CACHE_BYTES)
        self._shared = Shared() if settings.CACHE_URL else None

    def get(self, revision, name, encoding):
        """The answer of this name in this encoding, or None where it has to be made."""
        key = key_of(name, encoding)
        answer = self.memory.get(revision, key)
        if answer is None:
            answer = self._elsewhere(revision, name, encoding)
            if answer is not None:
                self.memory.put(revision, key, answer)
        return answer

    def put(self, revision, name, encoding, answer):
        """Keep an answer for clients who choose this encoding: the answer in it."""
        key = key_of(name, encoding)
        answer = self._encoded(answer, name, encoding)
        self.memory.put(revision, key, answer)
        if self._shared:
            self._shared.put(revision, key, answer)
        return answer

    def _elsewhere(self, revision, name, encoding):
        """The answer from another encoding of it, or from the shared cache."""
        for other in ENCODINGS:
            answer = self.memory.get(revision, key_of(name, other))
            if answer is not None:
                return self._encoded(answer, name, encoding)
        return self._shared.get(revision, key_of(name, encoding)) if self._shared else None

    def _encoded(self, answer, name, encoding):
        """An answer in an encoding: that of a former revision where it says the same."""
        former = self.memory.former(key_of(name, encoding))
        if former is not None and former.digest == answer.digest:
            return former
        return answer.encoded(encoding)


def key_of(name, encoding):
    """Under what the answer of a name is kept in an encoding."""
    return f"{name}-{encoding}"
