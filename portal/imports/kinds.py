"""The kinds of records that are imported at the desk, and how they are told from each other."""

from portal.exchange.catalogue import FILES

# In the order in which records can refer to those before them. Vocabularies are changed at the
# desk one by one, and taken in by whoever keeps the server.
KINDS = ("organizations", "people", "resources", "initiatives", "forums")
FILE_OF = {file.name: file for file in FILES if file.name in KINDS}
FILE_OF_MODEL = {file.shape.model: file.name for file in FILE_OF.values()}


def has_slug(record):
    """Whether something that was read can be told from others."""
    return isinstance(record, dict) and isinstance(record.get("slug"), str)


def texts(values):
    """Those of some values that are texts."""
    return [value for value in values if isinstance(value, str)]


def called(record):
    """The slug that stands in the file, whatever record it was then said to be."""
    return getattr(record, "called", record["slug"])


def may_import(user):
    """Whether somebody may import anything: who writes records of all these kinds."""
    return all(
        user.has_perm(f"{model._meta.app_label}.{action}_{model._meta.model_name}")
        for model in FILE_OF_MODEL
        for action in ("add", "change")
    )


def is_editor(user):
    """Whether somebody may publish records of all these kinds."""
    return may_import(user) and all(
        user.has_perm(f"{model._meta.app_label}.publish_{model._meta.model_name}")
        for model in FILE_OF_MODEL
    )
