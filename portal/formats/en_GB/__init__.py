"""For the one language that the portal is written in."""
