"""The rules of the scoreboards: figures of a country, thresholds, colours."""
