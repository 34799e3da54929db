"""Put to the catalogue what is asked of a record before it is published."""

import json
from dataclasses import asdict

from django.core.management.base import BaseCommand, CommandError

from core.publishing.report import lines
from portal.desk.home import PUBLISHED
from portal.exchange.faults import counted, printable

KINDS = {model._meta.model_name: model for model in PUBLISHED}


class Command(BaseCommand):
    help = (
        "Say what the checks find in what is public, and end with 1 if there is an error. "
        "Warnings that an editor has answered are left out."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--kind", choices=KINDS, action="append", help="of this kind only; can be repeated"
        )
        parser.add_argument("--errors-only", action="store_true", help="leave warnings out")
        parser.add_argument(
            "--all", action="store_true", help="look at drafts and what is archived, too"
        )
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args, kind, errors_only, format, **options):
        errors, warnings, number = 0, 0, 0
        for model in (KINDS[name] for name in kind or KINDS):
            records = model.objects.all() if options["all"] else model.objects.published()
            number += records.count()
            for line in lines(records):
                if line.reason or (errors_only and not line.is_error):
                    continue
                errors += line.is_error
                warnings += not line.is_error
                is_json = format == "json"
                text = json.dumps(asdict(line), ensure_ascii=False) if is_json else str(line)
                self.stdout.write(text if is_json else printable(text))
        told = f"{counted(errors, 'error')} and {counted(warnings, 'warning')}"
        told = f"{told} in {counted(number, 'record')}"
        if errors:
            raise CommandError(told)
        if format == "text":
            self.stdout.write(told)
