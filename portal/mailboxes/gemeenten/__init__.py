"""De mailboxen tussen gemeenten, en van een gemeente naar een aanbieder."""
