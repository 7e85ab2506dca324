"""Berichtenportaal."""

from typing import Final

# The same as in pyproject.toml; a checkout that is not installed has no other way to know.
VERSION: Final = "0.1.0"
