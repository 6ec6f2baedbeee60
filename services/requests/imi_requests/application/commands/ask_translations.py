"""Ask for gists of the free texts one may see in a language of one's own choice."""

from dataclasses import dataclass
from uuid import UUID

from imi_contracts.errors import Refused
from imi_requests.application.access import find
from imi_requests.application.ports import Areas, Work
from imi_requests.application.translating import want_translations
from imi_requests.application.visible import visible_texts
from imi_requests.domain.actor import Actor
from imi_requests.domain.visibility import Sight


@dataclass(frozen=True)
class AskTranslations:
    request_id: UUID
    language: str


async def ask_translations(command: AskTranslations, actor: Actor, work: Work, _: Areas) -> UUID:
    access = await find(command.request_id, actor, work, for_change=True)
    if access.sight is not Sight.ALL:
        raise Refused("identity.forbidden")
    texts = visible_texts(access)
    if await want_translations(access.request, texts, command.language, work):
        for text in texts:
            await work.requests.save_translations(text)
    return access.request.id
