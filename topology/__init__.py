"""What compose.yaml starts, started from programs of this machine: no engine of containers needed.
`make topology` runs it; see docs/containers.md.

Two portals behind Caddy with HTTPS, PostgreSQL and a replica that follows it, PgBouncer, and Redis
or Valkey. All of it listens on this machine alone, on ports that are free. The files of `deploy/`
are taken as they stand, but for addresses and folders. Nothing of the portal imports this package.

- `programs.py` finds programs, runs and ends them; `deploy_file()` reads a file of `deploy/`.
- `postgres.py` has the primary and the replica, `parts.py` all else but the portals.
- `site.py` brings them together.
- `fronts.py` has caches before portals, Varnish and nginx, which compose.yaml does not start.
"""
