"""`manage.py erase_person`: what somebody asked to have erased, everywhere and for good."""

from django.contrib.auth.models import User
from django.core.management import BaseCommand, CommandError
from django.db import transaction
from django.db.models import Q

from forum.models import Person
from portal.erasing import account, person, sender

SHORTEST = 6  # characters of an address: a@b.cd
NEXT = """
Copies that are left: backups, for as long as you keep them, and files of former days. Then run
  manage.py make_downloads
  manage.py make_data --again --days 1
"""


class Command(BaseCommand):
    help = (
        "Erase somebody who asks for it: a person who is named here, an account of the desk, or"
        " whoever sent proposals from a mail address. Says what would go, and erases it with --yes"
        " alone."
    )

    def add_arguments(self, parser):
        whom = parser.add_mutually_exclusive_group(required=True)
        whom.add_argument("--record", metavar="KEY", help="a person's address (ada-byron) or id")
        whom.add_argument("--account", metavar="NAME", help="the name that somebody signs in with")
        whom.add_argument("--sender", metavar="ADDRESS", help="the mail address of a sender")
        parser.add_argument("--yes", action="store_true", help="erase it; else nothing changes")

    def handle(self, *, record, account, sender, yes, **options):
        with transaction.atomic():
            if record:
                self.erase_person(record)
            elif account:
                self.erase_account(account)
            else:
                self.erase_sender(sender)
            if not yes:
                transaction.set_rollback(True)
        self.stdout.write("Erased." if yes else "Nothing is erased yet: --yes does it, for good.")
        if yes:
            self.stdout.write(NEXT)

    def erase_person(self, key):
        rows = Person.objects.filter(Q(slug=key) | Q(pk=int(key) if key.isdecimal() else None))
        found = rows.first()
        if found is None:
            raise CommandError(
                f"No person has the address or id {key!r}. Of whoever was deleted,"
                " erase_from_history erases the rest."
            )
        name = found.name
        self.tell(f"The person “{name}”", person.erase(found))
        for one in person.still_named_in(name):
            where = f"{one.kind} {one.slug or one.public_id}"
            self.stdout.write(f"  {name} stands in a text: {where}. Change it first.")

    def erase_account(self, username):
        user = User.objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"Nobody signs in as {username!r}.")
        try:
            self.tell(f"The account “{username}”", account.erase(user))
        except account.TheOnlyOne:
            raise CommandError(
                "Nobody else may do everything: make another administrator first."
            ) from None

    def erase_sender(self, address):
        if "@" not in address or len(address) < SHORTEST:
            raise CommandError(f"{address!r} is no mail address.")
        self.tell(f"The sender {address}", sender.erase(address))

    def tell(self, whom, erased):
        self.stdout.write(f"{whom}:")
        for number, what in erased:
            if number:
                self.stdout.write(f"  {number} {what}")
