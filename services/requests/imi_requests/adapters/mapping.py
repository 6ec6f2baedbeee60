"""Between rows and entities: the domain knows no table, the tables know no rule."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any
from uuid import UUID

from imi_contracts.vocabularies.enums import Side, Status, Step
from imi_requests.adapters.tables import AttachmentRow, AuditRow, AuthorityRow, FreeTextRow, RequestRow
from imi_requests.domain.attachments import Attachment
from imi_requests.domain.audit import AuditEntry
from imi_requests.domain.authority import Authority
from imi_requests.domain.deadlines import Deadline, Proposal
from imi_requests.domain.request import AskedQuestion, GivenAnswer, Ratings, RatingValue, Request
from imi_requests.domain.texts import FreeText, Translation, TranslationStatus

_SAME = (
    "id",
    "number",
    "area",
    "area_version",
    "kind",
    "language",
    "requesting",
    "requesting_country",
    "responding",
    "responding_country",
    "version",
    "created_at",
    "changed_at",
    "sent_at",
    "accepted_at",
    "replied_at",
    "closed_at",
    "subject",
    "legal_basis",
    "wished_deadline",
    "withdrawal_remark",
)


def request_from(row: RequestRow, *, with_content: bool = True) -> Request:
    """The entity; without content (for lists) its texts and attachments stay unread."""
    request = Request(
        **{name: getattr(row, name) for name in _SAME},
        status=Status(row.status),
        questions=[AskedQuestion(**item) for item in row.questions],
        deadline=Deadline([_proposal(item) for item in row.proposals]),
        answers={item["question"]: _answer(item) for item in row.answers},
        ratings=_ratings(row.ratings) if row.ratings else None,
    )
    if with_content:
        request.texts = [text_from(text) for text in row.texts]
        request.attachments = [_attachment(file) for file in row.attachments]
    return request


def new_row(request: Request) -> RequestRow:
    values = {name: getattr(request, name) for name in _SAME}
    row = RequestRow(**values, status=request.status.value, texts=[], attachments=[])
    write_request(request, row)
    return row


def write_request(request: Request, row: RequestRow) -> None:
    """Put the entity's values into its row; the session finds out what changed."""
    for name in _SAME:
        setattr(row, name, getattr(request, name))
    waiting = request.waits_for()
    row.status = request.status.value
    row.waits_for_requesting = Side.REQUESTING in waiting
    row.waits_for_responding = Side.RESPONDING in waiting
    row.questions = [asdict(item) for item in request.questions]
    row.proposals = [_plain(asdict(item)) for item in request.deadline.proposals]
    row.answers = [{"question": q, **_plain(asdict(answer))} for q, answer in request.answers.items()]
    row.ratings = asdict(request.ratings) if request.ratings else {}
    texts = {text.id: text for text in row.texts}
    row.texts = [write_text(text, texts.get(text.id), request.id) for text in request.texts]
    files = {file.id: file for file in row.attachments}
    row.attachments = [files.get(f.id) or _attachment_row(f, request.id) for f in request.attachments]


def text_from(row: FreeTextRow) -> FreeText:
    found = {language: _translation(language, item) for language, item in row.translations.items()}
    return FreeText(row.id, row.place, Side(row.side), row.language, row.text, found)


def write_text(text: FreeText, row: FreeTextRow | None, request_id: UUID) -> FreeTextRow:
    translations = {t.language: _plain(asdict(t)) for t in text.translations.values()}
    if row is None:
        return FreeTextRow(
            id=text.id,
            request_id=request_id,
            place=text.place,
            side=text.side.value,
            language=text.language,
            text=text.text,
            translations=translations,
        )
    row.translations = translations
    return row


def authority_from(row: AuthorityRow) -> Authority:
    return Authority(**row.model_dump())


def audit_from(row: AuditRow) -> AuditEntry:
    values = row.model_dump()
    return AuditEntry(
        **{**values, "side": Side(row.side), "step": Step(row.step) if row.step else None, "at": row.at}
    )


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    """Dates as ISO text, so that they fit into JSON."""
    return {
        name: value.isoformat() if isinstance(value, date | datetime) else value
        for name, value in values.items()
    }


def _moment(value: str | None) -> datetime | None:
    return datetime.fromisoformat(value) if value else None


def _proposal(item: dict[str, Any]) -> Proposal:
    return Proposal(
        day=date.fromisoformat(item["day"]),
        by=Side(item["by"]),
        at=datetime.fromisoformat(item["at"]),
        agreed_at=_moment(item["agreed_at"]),
    )


def _answer(item: dict[str, Any]) -> GivenAnswer:
    return GivenAnswer(item["value"], item["comment"], datetime.fromisoformat(item["at"]))


def _ratings(item: dict[str, Any]) -> Ratings:
    timeliness, effort = item["timeliness"], item["effort"]
    return Ratings(
        RatingValue(timeliness) if timeliness else None,
        RatingValue(effort) if effort else None,
        item["remark"],
    )


def _translation(language: str, item: dict[str, Any]) -> Translation:
    return Translation(
        **{
            **item,
            "language": language,
            "asked_at": datetime.fromisoformat(item["asked_at"]),
            "status": TranslationStatus(item["status"]),
            "at": _moment(item["at"]),
        }
    )


def _attachment(row: AttachmentRow) -> Attachment:
    return Attachment(row.id, Side(row.side), row.name, row.media_type, row.size, row.sha256, row.at)


def _attachment_row(file: Attachment, request_id: UUID) -> AttachmentRow:
    return AttachmentRow(**{**asdict(file), "side": file.side.value}, request_id=request_id)
