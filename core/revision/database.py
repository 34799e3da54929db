"""What the database says of the revision."""

from django.db import connections, router

from core.models import Change, Revision

READ = "SELECT coalesce((SELECT value FROM portal_revision), 0)"
# Have the trigger of a transaction's changes fire now, not when it commits.
COUNT_OWN_CHANGES = (
    "SET CONSTRAINTS raise_revision IMMEDIATE; SET CONSTRAINTS raise_revision DEFERRED"
)


def alias():
    """The database that public pages read, by which the revision has to go."""
    return router.db_for_read(Revision)


def read():
    """The revision, and whether it is committed: inside a transaction it may be that one's own."""
    connection = connections[alias()]
    is_committed = not connection.in_atomic_block
    with connection.cursor() as cursor:
        cursor.execute(READ if is_committed else f"{COUNT_OWN_CHANGES}; {READ}")
        while cursor.nextset():
            pass
        (revision,) = cursor.fetchone()
    return revision, is_committed


def read_changes(revision):
    """Pairs of a revision and what it changed, oldest first, from the one given on.

    The one given stands first if it is still known.
    """
    changes = Change.objects.using(alias()).filter(revision__gte=revision).order_by("revision")
    return list(changes.values_list("revision", "initiatives"))
