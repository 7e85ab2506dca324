"""Registers: who and what stands in them, from when until when, and who sees which column."""
