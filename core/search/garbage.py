"""What building an index leaves behind: objects that nobody needs, memory that is free."""

import contextlib
import ctypes
import gc


@contextlib.contextmanager
def no_collections():
    """Collect no garbage while an index is built, and leave the index out of it afterwards.

    Each collection would go through the whole index. What was left out before is looked through
    once more: something may have become garbage since.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.unfreeze()
        gc.collect()
        gc.freeze()


def give_back():
    """Give memory that is free back to the system.

    glibc keeps what its threads have freed, each in an arena of its own: a third of what building
    an index took, and 10 MB more with each edit.
    """
    with contextlib.suppress(AttributeError, OSError):  # another C library
        ctypes.CDLL(None).malloc_trim(0)
