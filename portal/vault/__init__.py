"""The process that opens: private keys, verbs, login and chain."""
