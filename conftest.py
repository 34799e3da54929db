"""Where the tests get what they share: the modules named here say what."""

pytest_plugins = [
    "tests.settings",
    "tests.databases",
    "tests.chromium",
    "tests.listening",
    "tests.caching",
    "tests.searching",
]


# What takes longest, for the most part waiting.
LONGEST = {
    "test_deployment.py",
    "test_harvester.py",
    "test_many_servers.py",
    "test_outages.py",
    "test_restore.py",
    "test_serve.py",
    "test_two_curators.py",
}


def pytest_collection_modifyitems(items):
    """Begin with what takes longest: in the end nobody waits for a worker that just began it."""
    items.sort(key=lambda item: item.path.name not in LONGEST)
