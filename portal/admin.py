"""Where Django's admin looks for the roof's own pages."""

from core.admin import withdrawn
from portal.desk import access_log, previews, users
from portal.guidelines import desk as guidelines
from portal.proposals import desk as proposals

__all__ = ["access_log", "guidelines", "previews", "proposals", "users", "withdrawn"]
