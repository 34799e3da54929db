"""Amounts as people write them."""


def grouped(value):
    """A Decimal as readers of English write it: 12,500,000 and 0.5."""
    return f"{value.normalize():,f}"
