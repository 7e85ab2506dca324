"""Sending in: what is being typed, its check and warnings, and the one way in."""
