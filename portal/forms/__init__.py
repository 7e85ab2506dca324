"""The words that forms are made of: fields with meaning, label, hint and check."""
