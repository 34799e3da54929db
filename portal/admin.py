"""Where Django's admin looks for the roof's own pages: those of users and groups."""

from portal.desk import users

__all__ = ["users"]
