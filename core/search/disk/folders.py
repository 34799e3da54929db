"""Folders that are there for as long as somebody uses them.

Beside each folder lies its lock. Whoever uses the folder holds that; what nobody holds any more,
because its process has ended or was killed, is removed by the next one.
"""

import os
import shutil
from pathlib import Path
from secrets import token_hex

from core.search.disk.locks import ALONE, SHARED, hold

LOCK = ".lock"


class Folder:
    """A folder, held until it is closed, or nobody has this any more.

    based_on: another Folder, whose files it needs.
    """

    def __init__(self, path, descriptor, based_on=None):
        self.path = path
        self._descriptor = descriptor
        self._based_on = based_on

    def close(self):
        """Use it no more."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    __del__ = close


def make(parent, how=ALONE, based_on=None):
    """Make a new Folder among others."""
    parent = Path(parent)
    parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = None
    while descriptor is None:  # whoever cleans up may have locked the new lock before us
        path = parent / token_hex(8)
        descriptor = hold(path.with_suffix(LOCK), how)
    folder = Folder(path, descriptor, based_on)
    path.mkdir(mode=0o700)
    return folder


def use(path):
    """Hold a folder that others use, too; None where it is gone."""
    descriptor = hold(path.with_suffix(LOCK), SHARED)
    if descriptor is None:
        return None
    folder = Folder(path, descriptor)
    return folder if path.is_dir() else None


def clean(parent, but=None):
    """Remove the folders that nobody holds; but: the path of one that stays."""
    for lock in Path(parent).glob(f"*{LOCK}"):
        path = lock.with_suffix("")
        descriptor = None if path == but else hold(lock)
        if descriptor is None:
            continue
        try:
            shutil.rmtree(path, ignore_errors=True)
            lock.unlink(missing_ok=True)
        finally:
            os.close(descriptor)
