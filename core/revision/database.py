"""What the database says of the revision."""

from django.db import connections, router, transaction

from core.models import Change, Revision, RevisionMark

READ = "SELECT coalesce((SELECT value FROM portal_revision), 0)"
# Have the trigger of a transaction's changes fire now, not when it commits.
COUNT_OWN_CHANGES = (
    "SET CONSTRAINTS raise_revision IMMEDIATE; SET CONSTRAINTS raise_revision DEFERRED"
)


def alias():
    """The database that public pages read, by which the revision has to go."""
    return router.db_for_read(Revision)


def sees_commits_alone():
    """Whether what is read is committed: inside a transaction it may be that one's own."""
    return not connections[alias()].in_atomic_block


def read():
    """The revision; inside a transaction it counts that one's own changes."""
    with connections[alias()].cursor() as cursor:
        cursor.execute(READ if sees_commits_alone() else f"{COUNT_OWN_CHANGES}; {READ}")
        while cursor.nextset():
            pass
        (revision,) = cursor.fetchone()
    return revision


def read_changes(first, last):
    """Pairs of a revision and what it changed, oldest first, from one to another.

    These two stand there themselves, as far as they are still known.
    """
    changes = Change.objects.using(alias()).filter(revision__range=(first, last))
    return list(changes.order_by("revision").values_list("revision", "initiatives"))


def mark_of(revision):
    """The number by chance that a revision has in this history; None where it knows no such one."""
    marks = RevisionMark.objects.using(alias()).filter(revision=revision)
    return marks.values_list("mark", flat=True).first()


def raise_for_everything():
    """Raise the revision as if all had changed, so that every process reads all anew.

    After a backup was restored: something may be kept under the revision that came back with it and
    yet tell of what was published later, having been read while that was committed.
    """
    with transaction.atomic(using=alias()), connections[alias()].cursor() as cursor:
        cursor.execute("SELECT set_config('catalogue.pending', 'everything', true)")
        cursor.execute(
            "INSERT INTO portal_pendingchange (subject, ids) VALUES ('everything', '{}')"
        )


def is_unwritten():
    """Whether only the first revision is there, that of the migration which made the table."""
    return len(Change.objects.using(alias()).values_list("revision")[:2]) == 1
