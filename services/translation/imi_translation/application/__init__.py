"""What the service does: translate free text, remember approved translations, publish catalogues."""
