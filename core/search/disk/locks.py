"""Locks on files that end with the process that holds them, however it ends."""

import fcntl
import os

ALONE, SHARED = fcntl.LOCK_EX, fcntl.LOCK_SH


def hold(path, how=ALONE):
    """Lock a file: a descriptor, to be closed; None where somebody else has it.

    The file is made where there is none, and may be removed by whoever has it alone.
    """
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, how | fcntl.LOCK_NB)
            is_held = is_still_there(path, descriptor)
        except BlockingIOError:
            os.close(descriptor)
            return None
        except OSError:  # a disk without locks, say
            os.close(descriptor)
            raise
        if is_held:
            return descriptor
        os.close(descriptor)


def is_still_there(path, descriptor):
    """Whether a file has not been removed between opening and locking it."""
    try:
        return os.path.samestat(os.stat(path), os.fstat(descriptor))
    except FileNotFoundError:
        return False
