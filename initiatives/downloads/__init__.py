"""What of initiatives, and of all that belongs to them, can be taken away as files."""
