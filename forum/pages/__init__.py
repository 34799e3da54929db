"""Pages of forums, sessions and people."""
