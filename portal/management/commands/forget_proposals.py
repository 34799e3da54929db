"""`manage.py forget_proposals`: what readers sent is kept for as long as they were told."""

from django.core.management import BaseCommand

from portal.proposals.forgetting import forget_senders
from portal.proposals.models import Proposal, Sender


class Command(BaseCommand):
    help = (
        "Delete proposals that were decided on six months ago or sent two years ago, and what is"
        " held for spam after 30 days; forget who sent what was decided on FORGET_SENDERS_AFTER"
        " days ago; and delete digests of network addresses that are older than a day. To be run"
        " every night."
    )

    def handle(self, *, verbosity, **options):
        forgotten, _ = Proposal.objects.to_forget().delete()
        senders = forget_senders(Proposal.objects.with_senders_to_forget())
        Sender.objects.past().delete()
        if verbosity:
            self.stdout.write(f"{forgotten} proposals forgotten, and the senders of {senders}")
