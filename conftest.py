"""Where the tests get what they share: `tests/databases.py` and `tests/chromium.py` say what."""

pytest_plugins = ["tests.settings", "tests.databases", "tests.chromium"]
