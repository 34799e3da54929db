"""Public answers, kept for as long as the catalogue's revision stands. docs/caching.md tells more.

- `middleware.py` decides what is kept, answers from what is kept, and says so in the headers.
- `kept.py` is an answer as it is kept; `pages.py` keeps it in the memory of this process, and
  `shared.py` in a cache that all processes share, where there is one.
- `encodings.py` compresses, in what the client understands.
- `version.py` tells one release from another, so that none shows what another one has kept.
"""

import threading

# Of a public page: whether it was kept, in what WSGI tells of its request.
WAS_KEPT = "portal.was_kept"

_answering = threading.local()


def provisional():
    """Say, while answering, that what is shown may be older than the revision.

    The answer of this thread is then neither kept nor given an ETag.
    """
    _answering.is_provisional = True


def begin(**signal):
    """On request_started: nothing of this thread's answer has been called provisional yet."""
    _answering.is_provisional = False


def is_provisional():
    """Whether something in the answer of this thread was called provisional."""
    return getattr(_answering, "is_provisional", False)
