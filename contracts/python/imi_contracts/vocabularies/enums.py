"""Plain enumerations that domains use. Each has a vocabulary of the same codes, which carries the labels."""

from enum import StrEnum


class Role(StrEnum):
    """What a person may do for an authority in one area (Decision 2008/49/EC and user guides)."""

    BASIC_USER = "basic_user"
    REQUEST_HANDLER = "request_handler"
    ALLOCATOR = "allocator"
    REFERRAL_HANDLER = "referral_handler"
    LOCAL_DATA_ADMINISTRATOR = "local_data_administrator"
    VIEWER = "viewer"


class Side(StrEnum):
    """The two sides of a request."""

    REQUESTING = "requesting"
    RESPONDING = "responding"


class Status(StrEnum):
    """Where a request stands."""

    DRAFT = "draft"
    AWAITING_ACCEPTANCE = "awaiting_acceptance"
    ACCEPTED = "accepted"
    INFORMATION_PROVIDED = "information_provided"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class Action(StrEnum):
    """What somebody can do with a request."""

    EDIT = "edit"
    SEND = "send"
    WITHDRAW = "withdraw"
    ACCEPT = "accept"
    PROPOSE_DEADLINE = "propose_deadline"
    AGREE_DEADLINE = "agree_deadline"
    SAVE_ANSWERS = "save_answers"
    REPLY = "reply"
    CLOSE = "close"


class Step(StrEnum):
    """What the timeline shows to both sides."""

    CREATED = "created"
    SENT = "sent"
    WITHDRAWN = "withdrawn"
    ACCEPTED = "accepted"
    DEADLINE_PROPOSED = "deadline_proposed"
    DEADLINE_AGREED = "deadline_agreed"
    INFORMATION_PROVIDED = "information_provided"
    CLOSED = "closed"


class AnswerType(StrEnum):
    """Kinds of answers; JSON shape of the value in brackets."""

    YES_NO = "yes_no"  # "yes" | "no"
    CHOICE = "choice"  # id of a choice of the question's own list
    MULTIPLE_CHOICE = "multiple_choice"  # list of ids
    CODE_LIST = "code_list"  # code of a vocabulary
    DATE = "date"  # "2026-03-31"
    PERIOD = "period"  # {"from": date, "to": date | null}
    NUMBER = "number"  # int or decimal text
    AMOUNT = "amount"  # {"value": "12.50", "currency": "EUR"}
    COUNTRY = "country"  # "HU"
    TEXT = "text"  # text
    ATTACHMENT = "attachment"  # id of an attachment
    CHECKLIST = "checklist"  # {"pay-slips": "enclosed", ...}: a state for every document of the list


class AnswerSpecial(StrEnum):
    """Answers instead of an answer; sent as {"special": "not_known"}."""

    NOT_KNOWN = "not_known"
    NOT_APPLICABLE = "not_applicable"
    NOT_IN_OUR_RECORDS = "not_in_our_records"


class ChecklistState(StrEnum):
    """What the reply says about each document of a checklist."""

    ENCLOSED = "enclosed"
    TO_FOLLOW = "to_follow"
    NOT_AVAILABLE = "not_available"


class FieldType(StrEnum):
    """Kinds of fields of the subject form and of question parameters; shapes as for answers."""

    TEXT = "text"
    DATE = "date"
    COUNTRY = "country"
    CODE_LIST = "code_list"
    NUMBER = "number"
    EMAIL = "email"
    ATTACHMENT = "attachment"
    AMOUNT = "amount"
    PERIOD = "period"


class DataCategory(StrEnum):
    """How much protection a field needs; `none` alone may be shown before acceptance."""

    NONE = "none"
    ORDINARY = "ordinary"
    SPECIAL = "special"
    CRIMINAL = "criminal"


class SubjectKind(StrEnum):
    """Whom a request is about."""

    PERSON = "person"
    COMPANY = "company"


class SubjectPart(StrEnum):
    """What a field of the form describes: whom the request is about, or the facts of the case."""

    PERSON = "person"
    COMPANY = "company"
    CASE = "case"


class DayCount(StrEnum):
    """How days of a deadline are counted."""

    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"


class Setting(StrEnum):
    """Whether an authority must, may or cannot use a part of the workflow."""

    OFF = "off"
    OPTIONAL = "optional"
    REQUIRED = "required"


class Rating(StrEnum):
    """What the requesting side rates when it closes."""

    TIMELINESS = "timeliness"
    EFFORT = "effort"


class AuthorityKind(StrEnum):
    """Kinds of authorities the code itself must tell apart; the vocabulary `authority-kinds` has more."""

    NIMIC = "nimic"
    COORDINATOR = "coordinator"
