"""`manage.py prepare`: everything that has to be true before the portal is served."""

import gc
import hashlib
import secrets
from contextlib import contextmanager

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.staticfiles.finders import get_finders
from django.core.management import BaseCommand, call_command
from django.db import OperationalError, connection, transaction
from psycopg.errors import LockNotAvailable

from core.environment import StartError
from core.records.checking import publish_all
from core.revision import is_unwritten, raise_for_everything
from initiatives.models import GlossaryTerm, Initiative
from portal import downloads
from portal.desk.roles import CURATORS, EDITORS
from portal.exchange.fixture_loading import load_fixtures
from portal.exchange.fixtures import FOLDER
from portal.guidelines.models import Guideline
from portal.starting import (
    are_migrations_applied,
    require_database,
    require_folder,
    require_folders,
)

LOCK = 0x0DECE47  # of all processes that prepare the same database, one at a time
LOCK_TIMEOUT = 10  # seconds; while a migration waits for a table, everybody waits behind it
NEW_OBJECTS = 50_000  # that a search for garbage waits for while tables are made: 100 MB of them
NO_INITIATIVES = (
    "no initiatives; the launch catalogue is for a database that never held a record"
    " (manage.py load_fixtures loads it into any other)"
)


class Command(BaseCommand):
    help = "Migrate, collect static files, fill a new catalogue. What is done is not done again."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument(
            "--curator",
            action="store_true",
            help="make an editor and a curator with passwords if nobody can sign in; the"
            " demonstration, which has no DATABASE_URL, does so unasked",
        )
        parser.add_argument(
            "--static",
            action="store_true",
            help="collect static files and do nothing else: for an image, which has no database",
        )

    def handle(self, *, curator, static, verbosity, **options):
        if static:
            self.collect(verbosity)
            return
        require_folders()
        require_database()
        self.collect(verbosity)
        with connection.cursor() as cursor:
            version = "{}.{}".format(*divmod(connection.pg_version, 10000))
            where = "private, in var/postgres" if settings.IS_DEMO else "by DATABASE_URL"
            self.say("Database", f"PostgreSQL {version}, {where}")
            cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
            try:
                self.migrate(verbosity)
                self.fill(verbosity)
                raise_for_everything()  # the database may have been restored
                if curator or settings.IS_DEMO:
                    self.make_accounts()
            finally:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
        self.say("Download", f"the catalogue in {downloads.make().size / 1_000_000:.1f} MB")

    def migrate(self, verbosity):
        if are_migrations_applied():
            self.say("Migrations", "all applied")
            return
        self.say("Migrations", "applying ...")
        # One line each from --verbosity 2 on: their names tell a newcomer of errors and failures.
        with no_lock_waited_for(LOCK_TIMEOUT), garbage_seldom_looked_for():
            call_command("migrate", interactive=False, verbosity=max(verbosity - 1, 0))
        if not is_unwritten():
            with transaction.atomic():  # a new column is something that records say, and no edit
                publish_all()

    def fill(self, verbosity):
        """Fill a database that never held a record, and no other: what was emptied stays so."""
        if is_unwritten() and not Initiative.objects.exists():
            is_empty = settings.CATALOGUE == "EMPTY"
            self.say(
                "Catalogue", "loading countries and vocabularies ..." if is_empty else "loading ..."
            )
            call_command("load_fixtures", reference=is_empty, verbosity=verbosity)
        else:
            self.fill_what_is_new()
        count = Initiative.objects.count()
        self.say("Catalogue", f"{count} initiatives" if count else NO_INITIATIVES)

    def fill_what_is_new(self):
        """Load what came with a release into a catalogue of before, once."""
        for name, model in (("glossary", GlossaryTerm), ("guidelines", Guideline)):
            if never_held_a_row(model):
                self.say(name.capitalize(), "loading ...")
                load_fixtures(FOLDER, names=[name])

    def collect(self, verbosity):
        """Collect and compress static files, if one of them has changed since the last time."""
        if settings.DEBUG:
            self.say("Static files", "straight from their sources")
            return
        stamp = settings.STATIC_ROOT.with_name(settings.STATIC_ROOT.name + ".collected")
        count, fingerprint = static_fingerprint()
        if stamp.exists() and stamp.read_text() == fingerprint and settings.STATIC_ROOT.exists():
            self.say("Static files", f"{count}, unchanged")
            return
        self.say("Static files", f"{count}, collecting and compressing ...")
        require_folder(settings.VAR_DIR)
        call_command("collectstatic", interactive=False, verbosity=0)
        stamp.write_text(fingerprint)

    def make_accounts(self):
        """Make an editor and a curator, unless somebody can sign in; passwords are shown once."""
        users = get_user_model().objects
        if users.filter(is_staff=True).exists():
            return
        for role in (EDITORS, CURATORS):
            password = secrets.token_urlsafe(12)
            name = role.removesuffix("s").lower()
            user = users.create_user(name, password=password, is_staff=True)
            user.groups.set(Group.objects.filter(name=role))
            self.say(name.title(), f"sign in at /admin/ as {name} with the password {password}")
        self.say("", "(shown this once; manage.py changepassword NAME sets another)")
        self.say("Administrator", "manage.py createsuperuser makes one, who invites all others")

    def say(self, subject, text):
        self.stdout.write(f"  {subject:<14}{text}")


@contextmanager
def no_lock_waited_for(seconds):
    """Give up in the block what waits longer than this for a table that somebody else holds."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, false)", [f"{seconds}s"])
    try:
        yield
    except OperationalError as error:
        if not isinstance(error.__cause__, LockNotAvailable):
            raise
        raise StartError(
            f"A migration waited {seconds} seconds for a table that somebody else is using, an"
            " import perhaps. That migration has been undone. Prepare again when they are done."
        ) from error
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = DEFAULT")


@contextmanager
def garbage_seldom_looked_for():
    """Let objects come and go in the block: Django makes all models anew with each migration.

    A third of the time of a new database went to searches among the models of the code.
    """
    usual = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()


def never_held_a_row(model):
    """Whether a table is as its migration made it: no row has ever been given a primary key."""
    with connection.cursor() as cursor:
        table = model._meta.db_table
        cursor.execute("SELECT pg_sequence_last_value(pg_get_serial_sequence(%s, 'id'))", [table])
        return cursor.fetchone() == (None,)


def static_fingerprint():
    """How many static files there are, and a digest that changes when one of them does."""
    digest = hashlib.sha256(settings.STORAGES["staticfiles"]["BACKEND"].encode())
    count = 0
    for finder in get_finders():
        for path, storage in sorted(finder.list(None), key=lambda found: found[0]):
            with storage.open(path) as file:  # an image changes times, and no file
                digest.update(repr((path, hashlib.sha256(file.read()).digest())).encode())
            count += 1
    return count, digest.hexdigest()
