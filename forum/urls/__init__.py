"""Addresses of forums and people, one module each."""
