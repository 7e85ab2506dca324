"""The process that does what may wait: mail, taking in, clocks."""
