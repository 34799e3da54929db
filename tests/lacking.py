"""What a test needs, and a machine may lack."""

import os

import pytest


def do_without(lack, required_by):
    """Skip the test, or fail where this variable of the environment is 1; say what lacks."""
    if os.environ.get(required_by) == "1":
        pytest.fail(lack)
    pytest.skip(lack)
