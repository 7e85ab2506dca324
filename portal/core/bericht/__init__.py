"""One bericht: what stands in clear of it, what is sealed, what it belongs to, and on which side somebody is."""
