"""Bases of the read-only API: lists, records, errors, schema. They know no app."""
