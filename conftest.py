"""Where the tests get what they share: the modules named here say what."""

pytest_plugins = [
    "tests.settings",
    "tests.garbage",
    "tests.rendering",
    "tests.databases",
    "tests.chromium",
    "tests.listening",
    "tests.caching",
    "tests.replicas",
    "tests.searching",
    "tests.office",
]
