#!/usr/bin/env python
"""Django's command line for the portal."""

import os
import sys

from django.core.management import execute_from_command_line
from django.db import OperationalError

from core.database.outage import why_nobody_gets_in
from core.environment import StartError


def main():
    """Run a command; a start that cannot work ends in one sentence instead of a traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    try:
        execute_from_command_line(sys.argv)
    except StartError as error:
        sys.exit(f"Cannot start: {error}")
    except OperationalError as error:
        reason = why_nobody_gets_in(error)
        if reason is None:
            raise
        sys.exit(f"Cannot start: {reason}")


if __name__ == "__main__":
    main()
