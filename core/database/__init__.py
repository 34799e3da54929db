"""PostgreSQL as the portal speaks to it: a request waits for it so long, and not for ever.

- `base.py` is the database backend that Django loads.
- `patience.py` bounds how long a request waits, and how many threads do so at a time.
- `replicas.py` has readers' pages made from a replica that has what the primary has.
- `compiled.py` makes a query into SQL once, and `statistics.py` has tables counted anew.
- `outage.py` tells a database that does not answer from a fault of ours, and keeps the log short.
"""
