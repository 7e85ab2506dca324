"""De mailboxen van de maatschappelijke opvang in Noord- en Midden-Limburg (Werkproces MO, 29 juli 2022)."""
