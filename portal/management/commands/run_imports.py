"""Do what people have asked of imports at the desk."""

import resource

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import connection

from portal.imports.models import CHANNEL, Import
from portal.imports.running import run_all

LOOK = 30  # seconds after which it looks though nothing was heard


class Command(BaseCommand):
    help = (
        "Check, import and undo what people have asked for at the desk, and end. `manage.py serve` "
        "starts this by itself; other set-ups run it with --wait, or every minute."
    )

    def add_arguments(self, parser):
        parser.add_argument("--wait", action="store_true", help="stay, and wait for more")

    def handle(self, *, wait, **options):
        bytes_of_room = settings.IMPORT_MEMORY_MB * 1_000_000
        resource.setrlimit(resource.RLIMIT_DATA, (bytes_of_room, bytes_of_room))
        run_all()
        while wait:
            with connection.cursor() as cursor:
                cursor.execute(f"LISTEN {CHANNEL}")
            if not Import.objects.is_work_waiting():
                for _ in connection.connection.notifies(timeout=LOOK, stop_after=1):
                    pass
            run_all()
