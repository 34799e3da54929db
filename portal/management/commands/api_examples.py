"""Take the examples of the API's schema from a running portal."""

import json

from django.core.management.base import BaseCommand

from core.api.views import schema
from portal.api.document import EXAMPLES
from portal.api.examples import examples_of


class Command(BaseCommand):
    help = (
        "Ask a running portal that has the catalogue we ship, and write portal/api/examples.json: "
        "one answer to each question of the API, shortened. Make docs/openapi.yaml anew afterwards."
    )

    def add_arguments(self, parser):
        parser.add_argument("portal", help="scheme and host, as http://127.0.0.1:8000")

    def handle(self, *args, portal, **options):
        found = examples_of(schema(), portal.rstrip("/"))
        EXAMPLES.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n")
        self.stdout.write(f"{len(found)} answers are in {EXAMPLES.name}.")
