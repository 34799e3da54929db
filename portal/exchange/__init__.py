"""The catalogue as files that institutions exchange: read, checked, written, counted.

`catalogue` declares the format once, as data; checks, import and export all follow it.
"""
