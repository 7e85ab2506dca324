"""The use cases: what the portal does with a bericht, whoever asks it."""
