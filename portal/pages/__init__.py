"""Pages of the whole portal."""
