"""What deploy/backup.sh and deploy/restore.sh read of the settings, with programs that only say."""

import subprocess
import tarfile

import pytest

from tests import deployment
from tests.backups import ENVIRONMENT

SAYING = """#!/bin/sh
for one; do
    case $one in --file=*) touch "${one#--file=}" ;; esac
    echo "$one"
done >> asked
"""


@pytest.fixture
def portal(tmp_path):
    """A function that runs a script in a folder with this `.env`, and gives what it says."""
    programs = tmp_path / "programs"
    programs.mkdir()
    for name in ("pg_dump", "pg_restore"):
        (programs / name).write_text(SAYING)
        (programs / name).chmod(0o755)
    (tmp_path / "deploy").symlink_to(deployment.BASE_DIR / "deploy")

    def run(script, text, **environment):
        (tmp_path / ".env").write_text(text)
        path = f"{programs}:{ENVIRONMENT['PATH']}"
        return subprocess.run(
            [f"deploy/{script}.sh", "kept"],
            cwd=tmp_path,
            env=ENVIRONMENT | {"PATH": path} | environment,
            check=False,
            capture_output=True,
            text=True,
        )

    return run


@pytest.mark.parametrize(
    ("text", "environment", "url"),
    [
        ("DATABASE_URL=postgres://a/b\n", {}, "postgres://a/b"),
        ("export DATABASE_URL='postgres://a/b?x=1'\n", {}, "postgres://a/b?x=1"),
        ('DATABASE_URL="postgres://a/b"\n', {}, "postgres://a/b"),
        (
            "DATABASE_URL=postgres://pooler/b\nDATABASE_DIRECT_URL=postgres://a/b\n",
            {},
            "postgres://a/b",
        ),
        ("DATABASE_URL=postgres://old/b\nDATABASE_URL=postgres://a/b\n", {}, "postgres://a/b"),
        ("", {"DATABASE_URL": "postgres://a/b"}, "postgres://a/b"),
        ("DATABASE_URL=postgres://old/b\n", {"DATABASE_URL": "postgres://a/b"}, "postgres://a/b"),
    ],
)
def test_the_database_is_the_portal_s(portal, tmp_path, text, environment, url):
    (tmp_path / "var/media").mkdir(parents=True)
    run = portal("backup", text, **environment)
    assert (run.returncode, run.stderr) == (0, "")
    assert url in (tmp_path / "asked").read_text().splitlines()


@pytest.mark.parametrize("script", ["backup", "restore"])
def test_without_a_database_nothing_is_begun(portal, tmp_path, script):
    run = portal(script, "DATABASE_URL=\n")
    assert run.returncode == 1
    assert "There is no DATABASE_URL" in run.stderr
    assert not (tmp_path / "asked").exists()


@pytest.mark.parametrize("media", ["var/media", "elsewhere/uploads"])
def test_uploads_go_out_and_come_back_wherever_they_are(portal, tmp_path, media):
    (tmp_path / media / "covers").mkdir(parents=True)
    (tmp_path / media / "covers" / "a.webp").write_text("A cover")
    text = f"DATABASE_URL=postgres://a/b\nMEDIA_ROOT={media}\n"
    assert portal("backup", text).returncode == 0
    with tarfile.open(tmp_path / "kept/media.tar.gz") as kept:
        assert "media/covers/a.webp" in kept.getnames()
    (tmp_path / media / "covers" / "a.webp").unlink()
    assert portal("restore", text).returncode == 0
    assert (tmp_path / media / "covers" / "a.webp").read_text() == "A cover"
