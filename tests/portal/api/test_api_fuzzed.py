"""Questions that nobody thought of: schemathesis makes them, sound ones and others.

`make fuzz-api` asks a running portal the same way, and far longer.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

from django.conf import settings

ASK = (
    "--phases=examples,fuzzing --max-examples=4 --seed=8 --no-shrink --report=json "
    "--suppress-health-check=all --request-timeout=60"  # however slow the machine is
)
LEAST = 150  # cases of which an answer was looked at


def test_schemathesis_finds_nothing(catalogue, live_server, read, tmp_path):
    read()
    program = Path(sys.executable).with_name("st")
    command = [program, "run", "docs/openapi.yaml", "--url", live_server.url, *ASK.split()]
    done = subprocess.run(
        [*command, "--report-json-path", tmp_path / "report.json"],
        cwd=settings.BASE_DIR,
        env=os.environ | {"NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    report = json.loads((tmp_path / "report.json").read_text())
    assert report["test_cases"]["generated"] > LEAST
