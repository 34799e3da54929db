"""Become the user that PostgreSQL runs as, then run a command. A script: imports nothing of ours.

    python -I -S launcher.py '{"uid": 998, "gid": 998}' /path/to/postgres --version

The first argument is JSON, every key of it optional:
    inside  run in a new user namespace, where our own user has this id (and the kernel still
            sees our own: no file changes hands, no permission has to be opened)
    uid, gid    run as this user, without supplementary groups
    capability  keep this one capability (a number) as that user
    session     start a session of its own, out of reach of the terminal's Ctrl-C
    lists       folders that the user must be able to list, or we fail
"""

import ctypes
import json
import os
import sys

CLONE_NEWUSER = 0x10000000
PR_SET_KEEPCAPS = 8
PR_SET_SECUREBITS, NO_SETUID_FIXUP = 28, 1 << 2
PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE = 47, 2
CAPABILITY_VERSION = 0x20080522


def libc_call(name, *arguments):
    """Call a function of the C library; its error becomes OSError."""
    libc = ctypes.CDLL(None, use_errno=True)
    if getattr(libc, name)(*arguments) != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{name}: {os.strerror(number)}")


def write(path, text):
    """Write a file of /proc, which takes one write and no more."""
    descriptor = os.open(path, os.O_WRONLY)
    try:
        os.write(descriptor, text.encode())
    finally:
        os.close(descriptor)


def enter_namespace(inside):
    """Appear as user `inside` in a namespace of our own, and stay ourselves outside of it."""
    uid, gid = os.geteuid(), os.getegid()
    libc_call("unshare", CLONE_NEWUSER)
    write("/proc/self/setgroups", "deny")
    write("/proc/self/gid_map", f"{inside} {gid} 1")
    write("/proc/self/uid_map", f"{inside} {uid} 1")


def become(uid, gid, capability=None):
    """Give up root for another user, all but one capability at most."""
    if capability is not None:
        libc_call("prctl", PR_SET_KEEPCAPS, 1, 0, 0, 0)
        # Without this, access() disregards capabilities, and initdb asks it about its neighbours.
        libc_call("prctl", PR_SET_SECUREBITS, NO_SETUID_FIXUP, 0, 0, 0)
    os.setgroups([])
    os.setresgid(gid, gid, gid)
    os.setresuid(uid, uid, uid)
    if capability is not None:
        word, bit = divmod(capability, 32)
        sets = [0] * 6  # effective, permitted, inheritable, for two words of 32 bits
        sets[word * 3 : word * 3 + 3] = [1 << bit] * 3
        header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION, 0)
        libc_call("capset", header, (ctypes.c_uint32 * 6)(*sets))
        libc_call("prctl", PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, capability, 0, 0)


def main(order, *command):
    """Carry out the order and turn into the command."""
    order = json.loads(order)
    os.umask(0o077)
    if order.get("session"):
        os.setsid()
    if order.get("inside") is not None:
        enter_namespace(order["inside"])
    if order.get("uid") is not None:
        become(order["uid"], order["gid"], order.get("capability"))
    for folder in order.get("lists", ()):
        os.listdir(folder)
    if not os.access(command[0], os.X_OK):
        raise PermissionError(f"{command[0]} cannot be executed")
    os.execv(command[0], command)


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except OSError as error:
        sys.exit(f"{error}")
