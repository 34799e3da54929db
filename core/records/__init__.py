"""What the public sees of the catalogue, record by record: since when, and whether it still does.

The table of public records (`core.models.PublicRecord`) has a row for every record that ever was
public: its state, a digest of what it says, when that last changed, and the revision at which what
is served of it last changed. Triggers keep it, within the transaction of the change and whatever
its way, so it never tells of what was taken back, and is never behind.

- `triggers.py` is what an app's migration needs to have its tables kept up.
- `changes.py` answers what has changed since a token.
"""
