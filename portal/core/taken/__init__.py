"""Taken: what a decision obliges someone to do, ticked off, and what that writes down."""
