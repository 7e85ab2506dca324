"""The rules of a region: said in words, proposed, rehearsed, decided, and what they move."""
