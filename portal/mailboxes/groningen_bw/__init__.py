"""De mailboxen van beschermd wonen in de regio Groningen (Handboek Beschermd Wonen per 1 januari 2023)."""
