"""One request as one actor may see it now."""

from collections.abc import Mapping
from uuid import UUID

from imi_contracts.vocabularies.enums import Side, Step
from imi_requests.application import views
from imi_requests.application.access import Access, find
from imi_requests.application.limits import latest_deadline
from imi_requests.application.ports import Areas, Work
from imi_requests.application.visible import visible_attachments, visible_questions, visible_texts
from imi_requests.domain.actor import Actor
from imi_requests.domain.audit import AuditEntry
from imi_requests.domain.authority import Authority
from imi_requests.domain.request import Request
from imi_requests.domain.texts import FreeText
from imi_requests.domain.visibility import Sight
from imi_requests.domain.workflow import possible_actions

Known = Mapping[UUID, Authority]


async def show_request(request_id: UUID, actor: Actor, work: Work, areas: Areas) -> views.RequestView:
    access = await find(request_id, actor, work)
    return await view_of(access, work, areas)


async def view_of(access: Access, work: Work, areas: Areas) -> views.RequestView:
    request = access.request
    steps = await work.audit.steps(request.id)
    known = await work.authorities.several({request.requesting, request.responding})
    row = row_of(request, access.side, known)
    full = access.sight is Sight.ALL
    return views.RequestView(
        **row.__dict__,
        area_version=request.area_version,
        latest_deadline=latest_deadline(request, areas.of(request), work.clock.today()),
        accepted_at=request.accepted_at,
        replied_at=request.replied_at,
        closed_at=request.closed_at,
        legal_basis=request.legal_basis if access.sight >= Sight.QUESTIONS else None,
        proposals=[
            views.ProposalView(p.day, p.by.value, p.at, p.agreed_at) for p in request.deadline.proposals
        ],
        subject=request.subject if full else None,
        subject_hidden=not full,
        attachments=_attachments(access),
        questions=visible_questions(access, areas.of(request)),
        free_texts=[_text(text) for text in visible_texts(access)],
        timeline=[_step(entry, known) for entry in steps if _is_shown(entry, access)],
        ratings=_ratings(request) if full else None,
        withdrawal_remark=request.withdrawal_remark if full else None,
        actions=[action.value for action in possible_actions(access.situation)],
    )


def _is_shown(entry: AuditEntry, access: Access) -> bool:
    """How long somebody worked on a draft is nobody else's business."""
    return entry.step is not Step.CREATED or access.side is Side.REQUESTING


def row_of(request: Request, side: Side, known: Known) -> views.RequestRow:
    return views.RequestRow(
        id=request.id,
        number=request.number,
        area=request.area,
        kind=request.kind,
        status=request.status.value,
        version=request.version,
        language=request.language,
        side=side.value,
        needs_action=side in request.waits_for(),
        requesting=authority_view(request.requesting, request.requesting_country, known),
        responding=authority_view(request.responding, request.responding_country, known),
        created_at=request.created_at,
        sent_at=request.sent_at,
        changed_at=request.changed_at,
        deadline=_deadline(request),
    )


def _deadline(request: Request) -> views.DeadlineView:
    proposed = request.deadline.proposed
    if proposed is None:
        return views.DeadlineView(request.wished_deadline, None, None)
    return views.DeadlineView(proposed.day, proposed.by.value, request.deadline.agreed)


def authority_view(authority_id: UUID, country: str, known: Known) -> views.AuthorityView:
    """The copy of the public record; a bare identifier while the directory's news has not arrived."""
    found = known.get(authority_id)
    if found is None:
        return views.AuthorityView(authority_id, country, "", "en", {}, [])
    return views.AuthorityView(
        found.id, found.country, found.official_name, found.official_language, found.titles, found.languages
    )


def _attachments(access: Access) -> list[views.AttachmentView] | None:
    files = visible_attachments(access)
    if files is None:
        return None
    return [
        views.AttachmentView(f.id, f.side.value, f.name, f.media_type, f.size, f.sha256, f.at) for f in files
    ]


def _text(text: FreeText) -> views.FreeTextView:
    return views.FreeTextView(
        id=text.id,
        field=text.place,
        side=text.side.value,
        language=text.language,
        text=text.text,
        translations=[
            views.TranslationView(
                language=t.language,
                status=t.status.value,
                text=t.text,
                origin=t.origin,
                score=t.score,
                engine=t.engine,
                engine_version=t.engine_version,
                at=t.at,
            )
            for t in text.translations.values()
        ],
    )


def _step(entry: AuditEntry, known: Known) -> views.StepView:
    return views.StepView(
        at=entry.at,
        step=entry.step.value if entry.step else "",
        side=entry.side.value,
        authority=authority_view(entry.authority, entry.country, known),
        deadline=entry.deadline,
    )


def _ratings(request: Request) -> views.RatingsView | None:
    ratings = request.ratings
    if ratings is None:
        return None
    return views.RatingsView(
        timeliness=ratings.timeliness.value if ratings.timeliness else None,
        effort=ratings.effort.value if ratings.effort else None,
        remark=ratings.remark,
    )
