"""The sealing side: everything that can be done with public keys only, in bytes."""
