"""The rules: what counts as the same text, where sentences end, where a translation comes from."""
