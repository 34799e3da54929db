"""Where Django's admin looks for the roof's own pages."""

from core.admin import withdrawn
from portal.desk import access_log, previews, users
from portal.proposals import desk

__all__ = ["access_log", "desk", "previews", "users", "withdrawn"]
