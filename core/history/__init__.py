"""The history of the catalogue: every row that was ever changed, before and after, and by whom.

Triggers write it (`core/migrations/0011_history.py`), so that no way of changing a row goes round
it. A transaction says who it is, and why, by `recorded`.
"""

from core.history.context import current_edit, last_row, recorded, told_as

__all__ = ["current_edit", "last_row", "recorded", "told_as"]
