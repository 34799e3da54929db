"""Where Django's admin looks for the roof's own pages."""

from core.admin import withdrawn
from portal.desk import previews, users
from portal.proposals import desk

__all__ = ["desk", "previews", "users", "withdrawn"]
