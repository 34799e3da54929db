"""What runs in each worker of `manage.py serve`.

A worker imports this before Django is set up, so nothing here may import a model.
"""

import multiprocessing
import os
import signal
import threading

from django.conf import settings
from django.db import connection
from django.utils.module_loading import import_string

GRACE = 10  # seconds that a worker may take to finish its requests


def load_application(target):
    """What a worker serves; runs in the worker."""
    os.setpgrp()  # Ctrl-C is for the main process, which then tells its workers
    threading.Thread(target=end_with_parent, daemon=True).start()
    application = import_string(target.replace(":", "."))
    use_database()  # and so stop it last where the main process was killed
    return application


def use_database():
    """Keep a private database running as long as this process does."""
    if settings.IS_DEMO:
        connection.server.ensure_running()


def end_with_parent():
    """End this worker when the main process is gone, killed perhaps: it would keep the port."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return
    parent.join()
    os.kill(os.getpid(), signal.SIGTERM)
    threading.Event().wait(GRACE)
    os._exit(1)
