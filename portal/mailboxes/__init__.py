"""De mailboxen van de regio: per mailbox één verklaring, gevonden door te zoeken."""
