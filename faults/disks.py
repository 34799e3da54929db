"""A small disk of its own for a folder, so that it can be full or closed without harm to others.

It lies in memory, and only root may mount one; where nobody may, the folder is one as any other.
"""

import contextlib
import os
import shutil
import subprocess

from faults.verdict import NotHere

PIECE = bytes(4096)


class Disk:
    """The disk of a folder, empty."""

    def __init__(self, folder, megabytes):
        self.folder, self.megabytes = folder, megabytes
        self.is_mounted = False

    def mount(self):
        """Have the folder be a disk if that is allowed; what lay there is seen again afterwards."""
        self.folder.mkdir(parents=True, exist_ok=True)
        while os.path.ismount(self.folder):  # of a run that was killed
            if not self._run("umount", "--lazy", self.folder):
                return
        options = f"size={self.megabytes}m,mode=0711"
        self.is_mounted = self._run("mount", "-t", "tmpfs", "-o", options, "tmpfs", self.folder)

    def unmount(self):
        if self.is_mounted:
            self._run("umount", "--lazy", self.folder)
            self.is_mounted = False

    @contextlib.contextmanager
    def full(self):
        """Not a byte more can be written in the block; NotHere where the disk is no own one."""
        self._require()
        ballast = self.folder / "ballast"
        try:
            with ballast.open("wb", buffering=0) as file, contextlib.suppress(OSError):
                os.posix_fallocate(file.fileno(), 0, shutil.disk_usage(self.folder).free)
                while file.write(PIECE):
                    pass
            yield
        finally:
            ballast.unlink(missing_ok=True)

    @contextlib.contextmanager
    def read_only(self):
        """Nothing can be written or removed in the block; NotHere as for `full`."""
        self._require()
        # A second way to it, over the first: whoever is writing a file at the moment may end it.
        if not self._run("mount", "--bind", self.folder, self.folder):
            raise NotHere(f"{self.folder.name} cannot be mounted once more")
        try:
            self._run("mount", "-o", "remount,bind,ro", self.folder)
            yield
        finally:
            self._run("umount", "--lazy", self.folder)

    def _require(self):
        if not self.is_mounted:
            raise NotHere("it needs a small disk of its own, which only root may mount")

    @staticmethod
    def _run(*command):
        """Run a command of the system: whether it succeeded."""
        path = shutil.which(command[0], path=f"{os.environ['PATH']}:/usr/sbin:/sbin")
        if path is None:
            return False
        done = subprocess.run([path, *map(str, command[1:])], check=False, capture_output=True)  # noqa: S603
        return done.returncode == 0
