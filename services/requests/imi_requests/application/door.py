"""The one door for all entrypoints: a transaction around every command, once per key, and the view afterwards."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict
from typing import Any
from uuid import UUID

from imi_requests.application import views
from imi_requests.application.commands.accept_request import AcceptRequest, accept_request
from imi_requests.application.commands.agree_deadline import AgreeDeadline, agree_deadline
from imi_requests.application.commands.ask_translations import AskTranslations, ask_translations
from imi_requests.application.commands.close_request import CloseRequest, close_request
from imi_requests.application.commands.create_request import CreateRequest, create_request
from imi_requests.application.commands.propose_deadline import ProposeDeadline, propose_deadline
from imi_requests.application.commands.reply_to_request import ReplyToRequest, reply_to_request
from imi_requests.application.commands.save_answers import SaveAnswers, save_answers
from imi_requests.application.commands.save_draft import SaveDraft, save_draft
from imi_requests.application.commands.send_request import SendRequest, send_request
from imi_requests.application.commands.withdraw_request import WithdrawRequest, withdraw_request
from imi_requests.application.ports import Areas, Work
from imi_requests.application.queries.list_requests import ListRequests, count_requests, list_requests
from imi_requests.application.queries.show_request import show_request
from imi_requests.domain.actor import Actor

Handler = Callable[[Any, Actor, Work, Areas], Awaitable[UUID]]

HANDLERS: Mapping[type, Handler] = {
    CreateRequest: create_request,
    SaveDraft: save_draft,
    SendRequest: send_request,
    WithdrawRequest: withdraw_request,
    AcceptRequest: accept_request,
    ProposeDeadline: propose_deadline,
    AgreeDeadline: agree_deadline,
    SaveAnswers: save_answers,
    ReplyToRequest: reply_to_request,
    CloseRequest: close_request,
    AskTranslations: ask_translations,
}


class Door:
    """`works` gives a fresh unit of work each time."""

    def __init__(self, works: Callable[[], Work], areas: Areas) -> None:
        self._works = works
        self._areas = areas

    async def do(self, command: Any, actor: Actor, key: str | None = None) -> views.RequestView:
        """Do the command (once per key) and show the request as it is afterwards.

        Only the request's id is remembered under the key: the view holds personal data, which must not
        outlive the request in a table of answers.
        """

        async def work_on_it() -> dict[str, Any]:
            handler = HANDLERS[type(command)]
            return {"id": str(await handler(command, actor, work, self._areas))}

        async with self._works() as work:
            if key:
                body = {"command": type(command).__name__, **asdict(command)}
                outcome = await work.once(actor=actor.subject, key=key, body=body, work=work_on_it)
            else:
                outcome = await work_on_it()
            return await show_request(UUID(outcome["id"]), actor, work, self._areas)

    async def show(self, request_id: UUID, actor: Actor) -> views.RequestView:
        async with self._works() as work:
            return await show_request(request_id, actor, work, self._areas)

    async def list(self, query: ListRequests, actor: Actor) -> views.RequestList:
        async with self._works() as work:
            return await list_requests(query, actor, work)

    async def counts(self, actor: Actor) -> dict[str, int]:
        async with self._works() as work:
            return await count_requests(actor, work)
