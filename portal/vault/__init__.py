"""The vault: the process that opens, with the private keys, the login, the rights and the audit chain."""
