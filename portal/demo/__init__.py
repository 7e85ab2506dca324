"""The demo: fictional organisations, accounts and berichten, and the supervisor of its processes."""
