"""How ids are written: they become keys of texts, parts of addresses and names in databases."""

ID = "^[a-z0-9]+(-[a-z0-9]+)*$"
FIELD_ID = "^[A-Z][A-Za-z]*$"
NUMBER = "^[A-Za-z0-9]+([.-][A-Za-z0-9]+)*$"
"""Questions and categories: `1.2.1`, `b.4`."""

CELEX = r"^[0-9]{5}[A-Z]{1,2}[0-9]{3,4}(\([0-9]{2}\))?(-[0-9]{8})?$"
"""The number of an act in EUR-Lex: sector, year, type, number; consolidated versions carry a date."""
