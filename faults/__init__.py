"""What becomes of readers, of edits and of drafts while things break and while somebody attacks.
`make faults` runs it; see docs/faults.md.

The portal is what `manage.py serve` serves, under the settings of production: three servers over a
PostgreSQL of their own. Nothing of the portal imports this package. What it makes lives in
`var/faults/`.

- `failures.py` has what breaks, `outages.py` what hangs or is full, `interruptions.py` what is
  killed in the middle, `clocks.py` a clock that is wrong, `attacks.py` and `hostile.py` what
  somebody sends who means harm; `desk.py` fills in forms of the desk for them.
- `servers.py`, `database.py`, `neighbours.py` (pooler, cache, proxy) and `disks.py` hold what is
  broken; `records.py` says what nobody may see, `write_records.py` writes it, and `probing.py` asks
  for it. `client.py` sends one request.
- `people.py` are those who read, edit and watch meanwhile, `watching.py` says what they take for
  stale or wrong; `setting.py` is what every run begins with, `stage.py` brings all together.
- `failover.py` is another command: the primary of two PostgreSQL is lost, see docs/replicas.md;
  `haproxy.py` does the same with HAProxy before both.
- `verdict.py` says what is a problem, `report.py` puts it into words.
"""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
django.setup()  # the curator reads forms of the desk with what the tests have for that
