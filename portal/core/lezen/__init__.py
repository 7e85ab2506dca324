"""Reading: opening a bericht, lists and their counts, searching, numbers."""
