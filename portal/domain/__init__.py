"""The rules of the portal as pure values: no I/O, no clock, no third-party import."""
