"""Initiatives and all that describes them, as the API tells of it: one module for each subject."""
