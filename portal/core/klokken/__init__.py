"""Clocks in the database: started, changed, counted again and ended; of berichten, taken and verplichtingen."""
