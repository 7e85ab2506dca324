"""Handling: the one way in which a bericht changes, and all that follows in the same transaction."""
