"""Addresses, one module for each kind of record."""
