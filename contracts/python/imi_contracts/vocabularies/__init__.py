"""Vocabularies: plain enumerations for domains, and the loader of `contracts/vocabularies`."""

from imi_contracts.catalogue import country_codes, country_name, language_name
from imi_contracts.vocabularies.enums import (
    Action,
    AnswerSpecial,
    AnswerType,
    AuthorityKind,
    ChecklistState,
    DataCategory,
    DayCount,
    FieldType,
    Rating,
    Role,
    Setting,
    Side,
    Status,
    Step,
    SubjectKind,
    SubjectPart,
)
from imi_contracts.vocabularies.errors import ErrorCode, error_code, error_text, load_error_codes
from imi_contracts.vocabularies.load import load_vocabularies
from imi_contracts.vocabularies.model import Concept, Vocabularies, Vocabulary

__all__ = [
    "Action",
    "AnswerSpecial",
    "AnswerType",
    "AuthorityKind",
    "ChecklistState",
    "Concept",
    "DataCategory",
    "DayCount",
    "ErrorCode",
    "FieldType",
    "Rating",
    "Role",
    "Setting",
    "Side",
    "Status",
    "Step",
    "SubjectKind",
    "SubjectPart",
    "Vocabularies",
    "Vocabulary",
    "country_codes",
    "country_name",
    "error_code",
    "error_text",
    "language_name",
    "load_error_codes",
    "load_vocabularies",
]
