"""`manage.py reset_second_factor NAME`: for whoever has lost telephone and recovery codes."""

from django.contrib.auth.models import User
from django.core.management import BaseCommand, CommandError

from portal.accounts.second_factor import take_away


class Command(BaseCommand):
    help = "Take away somebody's second factor, and end all sessions of theirs."

    def add_arguments(self, parser):
        parser.add_argument("name", help="the name that they sign in with")

    def handle(self, *, name, verbosity, **options):
        user = User.objects.filter(username=name).first()
        if user is None:
            raise CommandError(f"Nobody signs in as {name!r}.")
        if not take_away(None, user):
            raise CommandError(f"{name!r} has no second factor.")
        if verbosity:
            self.stdout.write(f"{name} signs in with the password alone, or sets up another.")
