"""What may be wrong with an installation, and how to mend it: `manage.py doctor`.

`findings.py` has the list of checks; each other module adds those of one subject to it.
"""
