"""The glossary of the system: its terms, what they mean, and how translated texts are held to them."""

from imi_contracts.glossary.describe import GroupEntry, TermEntry, describe_glossary
from imi_contracts.glossary.load import glossary_folder, load_glossary, read_glossary
from imi_contracts.glossary.model import Glossary, Term

__all__ = [
    "Glossary",
    "GroupEntry",
    "Term",
    "TermEntry",
    "describe_glossary",
    "glossary_folder",
    "load_glossary",
    "read_glossary",
]
