"""What becomes of readers, of edits and of drafts while things break and while somebody attacks.
`make faults` runs it; see docs/faults.md.

The portal is what `manage.py serve` serves, under the settings of production: three servers over a
PostgreSQL of their own. Nothing of the portal imports this package. What it makes lives in
`var/faults/`.

- `failures.py` has what breaks, `attacks.py` and `hostile.py` what somebody sends who means harm.
- `servers.py` and `database.py` hold what is broken; `records.py` writes what nobody may see.
- `people.py` are those who read, edit and watch meanwhile; `stage.py` brings all together.
- `failover.py` is another command: the primary of two PostgreSQL is lost, see docs/replicas.md.
- `verdict.py` says what is a problem, `report.py` puts it into words.
"""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
django.setup()  # the curator reads forms of the desk with what the tests have for that
