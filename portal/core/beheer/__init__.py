"""Managing: organisations, teams and people, the log, who is let in, and the yearly duties."""
