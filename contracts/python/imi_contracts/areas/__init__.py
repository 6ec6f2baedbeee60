"""Areas of law as data: load them, check what people enter, render questions and answers in any language."""

from imi_contracts.areas.completeness import Completeness, completeness
from imi_contracts.areas.describe import answer_options, describe_area, describe_field, describe_question
from imi_contracts.areas.load import load_area, load_areas
from imi_contracts.areas.model import (
    Answer,
    Area,
    Deadlines,
    Field,
    FollowUp,
    LegalBasis,
    Limit,
    Problem,
    Question,
    Retention,
    Subject,
    Workflow,
)
from imi_contracts.areas.render import Part, render_answer, render_field, render_parts, render_question
from imi_contracts.areas.validate import (
    applicable_followups,
    questions_to_answer,
    special_of,
    validate_answer,
    validate_question,
    validate_reply,
    validate_subject,
    visible_values,
)

__all__ = [
    "Answer",
    "Area",
    "Completeness",
    "Deadlines",
    "Field",
    "FollowUp",
    "LegalBasis",
    "Limit",
    "Part",
    "Problem",
    "Question",
    "Retention",
    "Subject",
    "Workflow",
    "answer_options",
    "applicable_followups",
    "completeness",
    "describe_area",
    "describe_field",
    "describe_question",
    "load_area",
    "load_areas",
    "questions_to_answer",
    "render_answer",
    "render_field",
    "render_parts",
    "render_question",
    "special_of",
    "validate_answer",
    "validate_question",
    "validate_reply",
    "validate_subject",
    "visible_values",
]
