"""Bases of the curators' desk: forms, lists, inlines, publication. They know no app."""

from core.admin import addresses, draft_list, pair_list

__all__ = ["addresses", "draft_list", "pair_list"]
