"""Mail: the outbox and its rows, what a mail says, the door to the mail server, and what fails there."""
