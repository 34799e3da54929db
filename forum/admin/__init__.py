"""The curators' desk for forums, their sessions, and people. One module for each subject."""

from forum.admin import forums, people, sessions

__all__ = ["forums", "people", "sessions"]
