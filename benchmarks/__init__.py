"""How fast the portal is, at which size, and beside whom. `make bench` runs it; see
docs/performance.md.

Nothing of the portal imports this package. What it makes lives in `var/bench/`.
"""
