"""Berichtenportaal."""
