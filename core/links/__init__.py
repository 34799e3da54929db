"""Whether addresses elsewhere on the web still answer.

- `guard`: what may be asked at all: no networks of one's own, no other ports.
- `asking`: one request, to the very number that the guard has seen.
- `chain`: one address: HEAD, then GET, along its redirects, as far as robots.txt lets programs go.
- `hosts`: one request per host and second, and the robots.txt of each.
- `robots`: what a robots.txt says to us.
- `running`: many addresses side by side, in a thread of their own.
- `noting`: what becomes of an answer in the table of `core.models.links`.

Nothing here knows whose addresses they are; `manage.py check_links` brings both together.
"""
