"""Bases of the curators' desk: forms, lists, inlines, publication. They know no app."""

from core.admin import addresses

__all__ = ["addresses"]
