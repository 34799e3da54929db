"""`manage.py send_notices`: by mail what people of the desk have not seen there yet."""

from django.conf import settings
from django.core.management import BaseCommand, CommandError

from portal.desk.mail import send_notices

NO_SERVER = "No mail is sent: EMAIL_HOST names no server. Notices stand at the desk."


class Command(BaseCommand):
    help = (
        "Send each person of the desk one mail about what was done with her records and she has"
        " not seen yet; nothing where there is nothing. To be run once a day."
    )

    def handle(self, *, verbosity, **options):
        if not settings.EMAIL_HOST:
            self.stdout.write(NO_SERVER)
            return
        outcomes = list(send_notices())
        refused = [(user, error) for user, error in outcomes if error]
        if verbosity:
            self.stdout.write(f"{len(outcomes) - len(refused)} mails sent")
        if refused:
            said = "; ".join(f"{user}: {error}" for user, error in refused)
            raise CommandError(f"Not sent, and tried again the next time: {said}")
