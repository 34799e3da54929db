"""How forums, sessions and people are found."""
