"""What readers see of forums, sessions and people: typed, immutable records."""
