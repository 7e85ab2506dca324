"""The regions as data: gemeenten, teams, contact lines and mandates."""
