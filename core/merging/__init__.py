"""Two records of one kind become one: their rows united, and all that named one names the other.

It knows no kind of record. Which rows a record has and what uses it are read from the columns that
name it; which rows say the same, and which cannot stand beside each other, from their columns and
constraints. A Plan says beforehand what will be done; `make` does it, within a `recorded`.
"""

from core.merging.making import make
from core.merging.plan import Plan
from core.merging.tombstones import undone

__all__ = ["Plan", "make", "undone"]
