"""What the service does: keep copies of people, tell them, send mails."""
