"""Records: that readers get what the catalogue says."""

from core.records.checking import differences
from core.revision import is_unwritten
from core.search.worker import worker
from portal.doctor.findings import Finding, check


@check("Catalogue", needs_database=True)
def catalogue_is_there():
    if is_unwritten():
        yield Finding(
            "The catalogue has never held a record.", "Readers find nothing.", "manage.py prepare"
        )


@check("Public records", needs_database=True)
def records_follow():
    found = differences()
    if found:
        kinds = ", ".join(f"{len(ids)} of {kind}" for kind, ids in found.items())
        yield Finding(
            f"Public records say something else than the catalogue: {kinds}.",
            "Readers and programs get what is not so any more, or miss what is.",
            "manage.py check_records --rebuild",
        )


@check("Search index", needs_database=True)
def index_can_be_built():
    try:
        worker.build_now()
    except Exception as error:  # whatever keeps it from being made is what is to be told
        yield Finding(
            f"The search index cannot be made: {type(error).__name__}: {error}",
            "Each search asks the database, which is slow.",
            "Look at the record that the log names; then restart the portal.",
        )
