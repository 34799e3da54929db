"""`manage.py serve`, run as a program."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import urllib.request
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

import pytest

from tests.servers import ENVIRONMENT, database_url, free_port, wait_until

BASE_DIR = Path(__file__).resolve().parents[3]
NOT_IN_A_CLONE = shutil.ignore_patterns(".git", ".venv", ".env", "var", "__pycache__")
POOREST = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}  # no more than ASCII
VISITED = ["/", "/initiatives/?q=labour", "/admin/login/", "/api/v1/", "/favicon.ico"]
LIKE_A_FAULT = re.compile("warning|error|traceback|exception|deprecat|fail", re.IGNORECASE)


@pytest.fixture
def port():
    return free_port()


@pytest.fixture
def serving(port, transactional_db):
    """The running program, in a process group of its own; it answers."""
    process = serve(port, database_url())
    wait_until(lambda: answers(port) or process.poll() is not None)
    yield process
    if process.poll() is None:
        process.kill()
    process.communicate()


@pytest.fixture
def fresh_clone():
    """The portal as somebody gets it: nothing in `var/`, nothing set."""
    with tempfile.TemporaryDirectory(prefix="clone-") as folder:
        yield shutil.copytree(BASE_DIR, Path(folder) / "portal", ignore=NOT_IN_A_CLONE)


def serve(port, url=""):
    environment = {
        "DATABASE_URL": url,
        "PORT": str(port),
        "LOG_LEVEL": "CRITICAL",  # what is said on stderr all the same is no log
    }
    return subprocess.Popen(
        [sys.executable, "manage.py", "serve"],
        cwd=BASE_DIR,
        env=os.environ | ENVIRONMENT | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def answers(port):
    try:
        url = f"http://127.0.0.1:{port}/healthz"
        with urllib.request.urlopen(url, timeout=5) as answer:
            return answer.read() == b"ok\n"
    except OSError:
        return False


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_it_in_order(serving, port, number):
    line = next(line for line in serving.stdout if "Serving" in line)
    serving.send_signal(number)
    output, errors = serving.communicate(timeout=60)
    output = line + output
    assert (serving.returncode, errors) == (0, "")
    assert f"http://127.0.0.1:{port}/" in output
    assert not answers(port)


def test_a_killed_main_process_leaves_the_port_free(serving, port):
    serving.kill()
    wait_until(lambda: not answers(port))


def test_a_dead_worker_is_started_again_and_two_signals_to_the_whole_group_stop_it(serving, port):
    (worker,) = workers(serving)
    os.kill(worker, signal.SIGKILL)
    wait_until(lambda: worker not in workers(serving) and answers(port))
    assert serving.poll() is None
    os.killpg(serving.pid, signal.SIGTERM)
    serving.send_signal(signal.SIGTERM)
    serving.communicate(timeout=60)
    assert serving.returncode == 0
    assert not answers(port)


def test_a_worker_that_hangs_is_killed_in_the_end(serving):
    (worker,) = workers(serving)
    os.kill(worker, signal.SIGSTOP)
    serving.send_signal(signal.SIGTERM)
    _, errors = serving.communicate(timeout=60)
    assert (serving.returncode, errors) == (0, "")
    assert not Path(f"/proc/{worker}").exists()


def workers(process):
    """The ids of the processes that answer for it."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    commands = {int(child): Path(f"/proc/{child}/cmdline").read_text() for child in children}
    return [child for child, command in commands.items() if "spawn_main" in command]


def test_a_taken_port_is_named_with_a_way_out(port):
    with socket.create_server(("127.0.0.1", port)):
        process = serve(port)
        _, errors = process.communicate(timeout=60)
    assert process.returncode == 1
    assert errors.startswith(f"Cannot start: Port {port} is taken by another program.")
    assert f"make run PORT={port + 1}" in errors


def test_neither_the_first_start_nor_the_second_prints_what_looks_like_a_fault(fresh_clone, port):
    for start in ("first", "second"):
        printed = all_that_is_printed(fresh_clone, port)
        assert "Serving" in printed
        assert ("Curator" in printed) == (start == "first")
        assert [line for line in printed.splitlines() if LIKE_A_FAULT.search(line)] == []


def all_that_is_printed(clone, port):
    """What `manage.py serve --prepare` says on both its streams until Ctrl-C, visits included."""
    process = subprocess.Popen(
        [sys.executable, "manage.py", "serve", "--prepare"],
        cwd=clone,
        env=POOREST | {"PATH": os.environ["PATH"], "PORT": str(port)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        wait_until(lambda: answers(port) or process.poll() is not None, patience=300)
        with closing(HTTPConnection("127.0.0.1", port, timeout=60)) as visits:
            for path in VISITED if process.poll() is None else []:
                visits.request("GET", path)
                visits.getresponse().read()
        process.send_signal(signal.SIGINT)
        printed, _ = process.communicate(timeout=60)
    finally:
        if process.poll() is None:
            process.kill()
            process.communicate()
    assert process.returncode == 0, printed
    return printed
