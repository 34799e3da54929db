"""`manage.py publish_scheduled`: what is to be public at a time that has come."""

from django.core.management import BaseCommand

from core.admin.timetable import publish_due


class Command(BaseCommand):
    help = (
        "Publish the records whose time has come, as an editor has read them. What cannot be"
        " published stays in review, and the editor is told at the desk. To be run every few"
        " minutes."
    )

    def handle(self, *, verbosity, **options):
        for outcome in publish_due():
            what = f"{outcome.record._meta.verbose_name} “{outcome.record}”"
            if outcome.reasons:
                self.stdout.write(f"Not published: {what}. {' '.join(outcome.reasons)}")
            elif verbosity:
                self.stdout.write(f"Published: {what}")
