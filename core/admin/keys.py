"""Ids as requests name them: in addresses, in fields, in values of buttons."""


def key_in(text):
    """The id that a text names; None if it is none that the database could hold."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
