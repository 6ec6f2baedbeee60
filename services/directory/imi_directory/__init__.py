"""The directory: which authorities there are, what they are competent for, who works in them as what."""
