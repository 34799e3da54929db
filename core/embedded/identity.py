"""As whom PostgreSQL runs: ourselves, or, since it refuses root, someone that root can become."""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

ACCOUNT = "decent-work-db"
CAPABILITIES = {"dac_read_search": 2, "dac_override": 1}  # the weaker one first
NAMESPACE, OTHER_USER = "namespace", "other user"


@dataclass(frozen=True)
class Identity:
    """Somebody who can run PostgreSQL: what the launcher is told, and who then owns the files."""

    name: str
    order: dict
    owner: tuple[int, int]

    @property
    def is_other_user(self):
        """Whether the kernel sees another user than the one who asks."""
        return self.owner[0] != os.geteuid()


def identities(owner=None, roads=(NAMESPACE, OTHER_USER), account=ACCOUNT):
    """Yield who may run PostgreSQL, the best first.

    Arguments: `owner`, the (uid, gid) of the data where there is some; `roads`, what root may try;
    `account`, the system user of the second road, made where it does not exist.
    """
    if os.geteuid() != 0:
        yield Identity("yourself", {}, (os.geteuid(), os.getegid()))
        return
    belongs_to_another = owner is not None and owner[0] != 0
    if NAMESPACE in roads and not belongs_to_another:
        inside = uid_with_a_name()
        if inside is not None:
            yield Identity("a user namespace", {"inside": inside}, (0, 0))
    if OTHER_USER in roads:
        uid, gid = owner if belongs_to_another else account_ids(account)
        if uid is None:
            return
        order = {"uid": uid, "gid": gid}
        yield Identity(f"user {uid}", order, (uid, gid))
        # Where a folder on the way is closed to that user, we do not open it: the server gets the
        # right to pass. Nobody but root can connect to it, so nobody gains by that.
        for name, number in CAPABILITIES.items():
            yield Identity(f"user {uid} with {name}", order | {"capability": number}, (uid, gid))


def uid_with_a_name():
    """A user id that initdb finds a name for, neither root nor the one that strangers appear as."""
    try:
        stranger = int(Path("/proc/sys/kernel/overflowuid").read_text())
    except OSError:
        return None  # not Linux: no user namespaces either
    uids = (entry.pw_uid for entry in pwd.getpwall())
    return next((uid for uid in uids if uid not in (0, stranger)), None)


def account_ids(account):
    """The (uid, gid) of the account, made as a system user if need be; Nones if it cannot be."""
    try:
        entry = pwd.getpwnam(account)
    except KeyError:
        entry = make_account(account)
    return (entry.pw_uid, entry.pw_gid) if entry else (None, None)


def make_account(account):
    """Make a system user without home, shell or password, with what Debian or Alpine offer."""
    commands = [
        ["useradd", "--system", "--no-create-home", "--home-dir", "/nonexistent"],
        ["adduser", "-S", "-D", "-H", "-h", "/nonexistent"],
    ]
    for program, *options in commands:
        path = shutil.which(program) or shutil.which(program, path="/usr/sbin:/sbin")
        if path is None:
            continue
        command = [path, *options, "-s", "/usr/sbin/nologin", account]
        if subprocess.run(command, capture_output=True, check=False).returncode == 0:
            return pwd.getpwnam(account)
    return None
