"""The register of toewijzingen as people use it: its lists, lines by hand, and what starts from one."""
