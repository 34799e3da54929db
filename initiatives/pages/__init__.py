"""Pages of initiatives and of what describes them."""
