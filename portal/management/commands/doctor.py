"""`manage.py doctor`: what is wrong with this installation, and what mends it."""

import json
import sys
from dataclasses import asdict

from django.core.management import BaseCommand

# Each of these modules adds its checks to the list.
from portal.doctor import database, folders, records, settings_checks, timers  # noqa: F401
from portal.doctor.findings import Weight, examine


class Command(BaseCommand):
    help = (
        "Say what is wrong with this installation, what comes of it, and what mends it. Changes"
        " nothing. Ends with 1 if something is wrong, with 0 if at most something is to be looked"
        " at."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument(
            "--json", action="store_true", dest="is_json", help="for programs: one object"
        )

    def handle(self, *, is_json, **options):
        examined = list(examine())
        (self.tell_programs if is_json else self.tell)(examined)
        if any(one.weight == Weight.WRONG for _, found in examined for one in found):
            sys.exit(1)

    def tell(self, examined):
        for check, found in examined:
            self.stdout.write(f"  {check.name:<20}{'' if found else 'well'}".rstrip())
            for one in found:
                self.stdout.write(f"    {one.weight.upper()}: {one.what}")
                self.stdout.write(f"      Why it matters: {one.why}")
                self.stdout.write(f"      To mend it: {one.mend}")

    def tell_programs(self, examined):
        findings = [
            {"check": check.name, **asdict(one)} for check, found in examined for one in found
        ]
        said = {"checks": [check.name for check, _ in examined], "findings": findings}
        self.stdout.write(json.dumps(said, indent=2))
