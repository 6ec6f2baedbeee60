"""MongoDB, texts in the readers' languages, SMTP."""
