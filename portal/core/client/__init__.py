"""Berichten about one client, found by blind terms; and what a death means for them."""
