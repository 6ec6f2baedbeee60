"""The pages over sample data: services answer from memory, the reader is a fixed person, all else is real."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from starlette.staticfiles import StaticFiles

from imi_contracts.catalogue import contracts_root
from imi_contracts.errors import Refused
from imi_gateway.clients import models
from imi_gateway.domain.person import Person
from imi_gateway.entrypoints.security_headers import SecurityHeaders
from imi_gateway.web import routers
from imi_gateway.web.areas import Areas
from imi_gateway.web.errors import install_error_pages
from imi_gateway.web.rendering import STATIC, page

AREA = "professional-qualifications"
NOW = datetime.now(UTC)
REQUEST = UUID(int=7)
ERIKA = Person(
    UUID(int=1), "Erika Muster", "de", UUID(int=10), "DE", {"*": ["request_handler"]}, csrf_token="token"
)
PETER = Person(
    UUID(int=2), "Kovács Péter", "hu", UUID(int=20), "HU", {"*": ["request_handler"]}, csrf_token="token"
)

GERMAN = models.AuthorityRef(
    id=UUID(int=10),
    country="DE",
    official_name="Landeszahnärztekammer Musterland",
    official_language="de",
    titles={
        "en": "Chamber of Dentists of Musterland",
        "de": "Zahnärztekammer Musterland",
        "hu": "Musterland fogorvosi kamarája",
    },
    languages=["de", "en"],
)
HUNGARIAN = models.AuthorityRef(
    id=UUID(int=20),
    country="HU",
    official_name="Magyar Orvosi Kamara Fogorvosok Területi Szervezete",
    official_language="hu",
    titles={
        "en": "Chamber of Dentists – Budapest",
        "de": "Zahnärztekammer – Budapest",
        "hu": "Fogorvosi kamara – Budapest",
    },
    languages=["hu", "en"],
)
SUBJECT = {
    "Profession": "dentist",
    "FirstName": "Katalin",
    "Surname": "Szabó-Nagy",
    "BirthDate": "1988-03-14",
    "Nationality": "HU",
    "Qualification": "Okleveles fogorvos",
    "QualificationDate": "2013-06-28",
}
PDF = models.Attachment(
    id=UUID(int=70), name="Oklevél – Szabó-Nagy Katalin.pdf", media_type="application/pdf", size=1_482_113
)


def card(number: int, ref: models.AuthorityRef, **more: Any) -> models.Authority:
    """An authority of the directory, titled in German."""
    given = {
        "id": ref.id,
        "country": ref.country,
        "official_name": ref.official_name,
        "official_language": ref.official_language,
        "informal_title": ref.titles["de"],
        "informal_title_language": "de",
        "city": "Budapest",
        "region": "Közép-Magyarország",
        "description": "Prüft Ausbildungsnachweise von Zahnärzten und bescheinigt die Berufsausübung.",
        "languages": ["hu", "en", "de"],
        "areas": [AREA],
        "professions": ["dentist"],
        "training": True,
    }
    return models.Authority.model_validate(given | {"id": UUID(int=number)} | more)


def entry(step: str, days: int, ref: models.AuthorityRef, **more: Any) -> models.TimelineEntry:
    return models.TimelineEntry(at=NOW - timedelta(days=days), step=step, side=None, authority=ref, **more)


def sample_view(
    status: str = "information_provided", side: str = "requesting", **more: Any
) -> models.RequestView:
    """The dentist's case as one side sees it in some state."""
    hidden = side == "responding" and status == "awaiting_acceptance"
    answered = status in {"information_provided", "closed"}
    answers = {"1.1.1": "yes", "2.2.1": "yes", "2.2.1.1": "2013-06-28", "6.1.1": None} if answered else {}
    asked = ["1.1.1", "1.1.3", "2.1.1", "2.2.1"]
    parameters = {"1.1.3": {"FreeTextActivity": "Kieferorthopädische Behandlung von Kindern"}}
    questions = [
        models.AskedQuestion(
            question=name,
            parameters=parameters.get(name, {}),
            answer=models.Answer(value=answers.get(name, "yes"), comment=None, at=NOW) if answered else None,
        )
        for name in [*asked, *(["2.2.1.1"] if answered else [])]
    ]
    steps = ["draft", "awaiting_acceptance", "accepted", "information_provided", "closed"]
    history = [
        entry("created", 9, GERMAN),
        entry("sent", 9, GERMAN),
        entry("accepted", 7, HUNGARIAN),
        entry("information_provided", 2, HUNGARIAN),
        entry("closed", 0, GERMAN),
    ]
    actions = {
        ("requesting", "draft"): ["edit", "send", "withdraw"],
        ("requesting", "awaiting_acceptance"): ["withdraw"],
        ("responding", "awaiting_acceptance"): ["accept"],
        ("requesting", "accepted"): ["propose_deadline"],
        ("responding", "accepted"): ["save_answers", "reply", "propose_deadline"],
        ("requesting", "information_provided"): ["close"],
    }
    given: dict[str, Any] = {
        "id": REQUEST,
        "number": None if status == "draft" else "EX-2026-000042",
        "area": AREA,
        "status": status,
        "version": 4,
        "language": "de",
        "side": side,
        "requesting": GERMAN,
        "responding": HUNGARIAN,
        "deadline": {
            "proposed": date.today() + timedelta(days=12),
            "proposed_by": "requesting",
            "agreed": None
            if status in {"draft", "awaiting_acceptance"}
            else date.today() + timedelta(days=12),
        },
        "subject": None if hidden else SUBJECT,
        "subject_hidden": hidden,
        "attachments": None if hidden else [PDF],
        "questions": questions,
        "free_texts": [] if hidden else free_texts(answered),
        "timeline": history[: steps.index(status) + 1] if status in steps else history[:2],
        "actions": actions.get((side, status), []),
        "legal_basis": "art-50-2",
    }
    return models.RequestView.model_validate(given | more)


def free_texts(answered: bool) -> list[models.FreeText]:
    asked = models.FreeText(
        id=UUID(int=80),
        field="request",
        side="requesting",
        language="de",
        text="Sehr geehrte Damen und Herren,\nFrau Szabó-Nagy möchte sich hier niederlassen.",
        translations=[models.Translated(language="hu", status="unavailable")],
    )
    replied = models.FreeText(
        id=UUID(int=81),
        field="reply",
        side="responding",
        language="hu",
        text="A diploma hiteles, a doktornő 2013 óta tagja a kamaránknak.",
        translations=[
            models.Translated(
                language="de",
                status="translated",
                text="Das Diplom ist echt, die Ärztin ist seit 2013 Mitglied unserer Kammer.",
                origin="engine",
                engine="ctranslate2",
                engine_version="opus-hu-de",
                at=NOW,
            )
        ],
    )
    return [asked, replied] if answered else [asked]


def row(number: int, status: str, side: str) -> models.RequestRow:
    view = sample_view(status, side)
    return models.RequestRow.model_validate(
        view.model_dump()
        | {"id": UUID(int=number), "number": None if status == "draft" else f"EX-2026-{number:06d}"}
    )


class SampleRequests:
    """Answers like the requests service; remembers the commands it was given."""

    def __init__(self) -> None:
        self.shown = sample_view()
        self.commands: list[tuple[str, Any]] = []
        self.refusal: Refused | None = None
        self.empty = False

    async def listing(self, _: Any, **wanted: Any) -> Any:
        rows = [
            row(42, "awaiting_acceptance", "responding"),
            row(40, "accepted", "requesting"),
            row(37, "information_provided", "requesting"),
            row(33, "closed", "responding"),
            row(31, "draft", "requesting"),
        ]
        items = [] if self.empty else rows
        return models.Listing[models.RequestRow](
            items=items, total=0 if self.empty else 57, page=wanted.get("page", 1), size=20
        )

    async def counts(self, _: Any) -> dict[str, int]:
        return {} if self.empty else {"action": 3, "received": 12, "sent": 8, "drafts": 1, "closed": 41}

    async def view(self, _: Any, request: UUID) -> models.RequestView:
        if request != REQUEST:
            raise Refused("resource.not_found")
        return self.shown

    async def create(self, _: Any, key: str, **given: Any) -> models.RequestView:
        return await self._done("create", given)

    async def save_draft(self, _: Any, key: str, request: UUID, body: Any) -> models.RequestView:
        return await self._done("draft", body)

    async def step(self, _: Any, key: str, request: UUID, step: str, body: Any) -> models.RequestView:
        return await self._done(step, body)

    async def save_answers(self, _: Any, key: str, request: UUID, body: Any) -> models.RequestView:
        return await self._done("answers", body)

    async def ask_translations(self, _: Any, key: str, request: UUID, language: str) -> None:
        await self._done("translations", language)

    async def attach(self, _: Any, key: str, request: UUID, file: Any) -> None:
        content = b"".join([piece async for piece in file.content])
        await self._done("attach", (file.name, content))

    async def detach(self, _: Any, key: str, request: UUID, attachment: UUID) -> None:
        await self._done("detach", attachment)

    async def _done(self, name: str, body: Any) -> models.RequestView:
        self.commands.append((name, body))
        if self.refusal:
            raise self.refusal
        return self.shown


class SampleDirectory:
    def __init__(self) -> None:
        self.empty = False
        self.asked: dict[str, Any] = {}

    async def search(self, _: Any, **wanted: Any) -> Any:
        self.asked = wanted
        cards = [
            card(20, HUNGARIAN),
            card(21, HUNGARIAN, city="Szeged", region="Dél-Alföld"),
            card(10, GERMAN, city="Musterstadt", region="Musterland", languages=["de", "en"]),
        ]
        return models.Listing[models.AuthorityCard](
            items=[] if self.empty else cards, total=0 if self.empty else 23, page=1, size=10
        )

    async def authority(self, _: Any, authority: UUID, language: str) -> models.Authority:
        if authority.int not in {10, 20, 21}:
            raise Refused("resource.not_found")
        coordinator = models.Coordinator(link="validating", area=AREA, authority=card(21, HUNGARIAN))
        return card(
            authority.int,
            HUNGARIAN,
            address="Szalay u. 7.\n1055 Budapest",
            email="info@kamara.example",
            phone="+36 1 555 0100",
            website="https://kamara.example",
            coordinators=[coordinator],
        )


class SampleNotifications:
    def __init__(self) -> None:
        self.empty = False
        self.down = False
        self.commands: list[str] = []

    async def listing(self, _: Any, language: str, **wanted: Any) -> Any:
        if self.down:
            raise Refused("service.unavailable")
        texts = [
            "Anfrage EX-2026-000042 wurde angenommen.",
            "Zu Anfrage EX-2026-000037 wurden Auskünfte erteilt.",
        ]
        items = [
            models.Notice(
                id=str(n),
                at=NOW - timedelta(hours=3 + n * 30),
                text=text,
                language="de",
                link=f"/requests/{REQUEST}",
                number="EX-2026-000042",
                read=n > 0,
            )
            for n, text in enumerate(texts)
        ]
        return models.Listing[models.Notice](items=[] if self.empty else items, total=0 if self.empty else 2)

    async def unread(self, _: Any) -> int:
        if self.down:
            raise Refused("service.unavailable")
        return 0 if self.empty else 3

    async def read(self, _: Any, key: str, notice: str) -> None:
        self.commands.append(notice)

    async def read_all(self, _: Any, key: str) -> None:
        self.commands.append("all")


def limits(relation: str, green: float, other: str, yellow: float) -> dict[str, Any]:
    return {"green": {"relation": relation, "limit": green}, "yellow": {"relation": other, "limit": yellow}}


DEFINITIONS = {
    "scheme": "2017", "overall_method": "sum", "overall_points": {"green": 1, "yellow": 0, "red": -1},
    "overall": limits("at_least", 2, "at_least", -1),
    "indicators": {
        "accepted_in_week": limits("at_least", 0.8, "at_least", 0.6), "average_days": limits("below", 16, "at_most", 25),
        "answered_by_date": limits("at_least", 0.8, "at_least", 0.6), "timeliness": limits("below", 0.05, "below", 0.15),
        "effort": limits("below", 0.05, "below", 0.15),
    },
}


class SampleStatistics:
    def __init__(self) -> None:
        self.empty = False

    async def scoreboard(self, _: Any, **wanted: Any) -> models.Scoreboard:
        def share(value: float, of: int, colour: str) -> dict[str, Any]:
            return {"share": value, "count": round(value * of), "of": of, "colour": colour}

        def score(country: str, received: int, days: float, colour: str) -> dict[str, Any]:
            good = {"green": 0.91, "yellow": 0.7, "red": 0.41}[colour]
            bad = {"green": 0.02, "yellow": 0.1, "red": 0.3}[colour]
            return {
                "country": country,
                "received": received,
                "accepted_in_week": share(good, received, colour),
                "answered_by_date": share(good, received, colour),
                "average_days": {"value": days, "count": received, "colour": colour},
                "timeliness": share(bad, received, colour),
                "effort": None,
                "overall": {"points": 1, "colour": colour},
            }

        rows = [
            score("HU", 12, 6.4, "green"),
            score("DE", 31, 17.2, "yellow"),
            score("FR", 22, 29.0, "red"),
            score("IT", 18, 12.1, "green"),
            score("ES", 9, 22.5, "yellow"),
        ]
        return models.Scoreboard.model_validate({"countries": [] if self.empty else rows, "period": {"from": "2026-01-01", "to": "2026-11-21"}, "definitions": DEFINITIONS})


class Signed:
    """Stands where the gateway's session middleware stands."""

    def __init__(self, app: Any, state: SimpleNamespace) -> None:
        self.app, self.state = app, state

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            scope.setdefault("state", {})["person"] = self.state.person
        await self.app(scope, receive, send)


class NoSession:
    """The gateway asks for a cookie when nobody is on the request; here there is none."""

    session = visit = "imi_session"

    def read(self, *_: Any) -> None:
        return None


def build_app() -> FastAPI:
    """Pages, error pages, headers and static files as in the gateway; `app.state` holds the samples."""
    app = FastAPI()
    app.state.services = SimpleNamespace(
        requests=SampleRequests(),
        directory=SampleDirectory(),
        notifications=SampleNotifications(),
        statistics=SampleStatistics(),
    )
    app.state.areas = Areas(contracts_root())
    app.state.cookies, app.state.sessions, app.state.hasher = NoSession(), None, None
    app.state.reader = SimpleNamespace(person=ERIKA)
    for router in routers:
        app.include_router(router)
    _login_pages(app)
    app.mount("/static", StaticFiles(directory=STATIC))
    install_error_pages(app)
    app.add_middleware(Signed, state=app.state.reader)
    app.add_middleware(SecurityHeaders, https=False)
    return app


def _login_pages(app: FastAPI) -> None:
    from fastapi import Request

    @app.get("/preview/login")
    async def login(request: Request, error: str | None = None) -> Any:
        return page(
            request,
            "login/login.html",
            person=None,
            csrf_token="t",
            next="/",
            username="",
            error=error,
            empty=False,
        )

    @app.get("/preview/code")
    async def code(request: Request) -> Any:
        return page(request, "login/code.html", person=None, csrf_token="t", positions=[2, 7, 11])

    @app.get("/preview/error/{code}")
    async def failing(code: str) -> Any:
        raise Refused(code)

    @app.get("/preview/expired")
    async def expired(request: Request) -> Any:
        return page(request, "errors/session_expired.html", person=None, back="/")

    @app.get("/changes")
    async def changes() -> Any:
        from fastapi import Response

        return Response(status_code=204)


@pytest.fixture(scope="session")
def whole_app() -> FastAPI:
    return build_app()


@pytest.fixture
def app(whole_app: FastAPI) -> FastAPI:
    """The application with fresh samples."""
    whole_app.state.services = SimpleNamespace(
        requests=SampleRequests(),
        directory=SampleDirectory(),
        notifications=SampleNotifications(),
        statistics=SampleStatistics(),
    )
    whole_app.state.reader.person = ERIKA
    return whole_app


@pytest.fixture
def requests(app: FastAPI) -> SampleRequests:
    return app.state.services.requests


@pytest.fixture
def browser(app: FastAPI) -> Iterator[TestClient]:
    """A client that asks for pages, in German."""
    with TestClient(
        app, follow_redirects=False, headers={"accept": "text/html"}, raise_server_exceptions=False
    ) as client:
        yield client


@pytest.fixture
def as_peter(app: FastAPI) -> Callable[[], None]:
    def change() -> None:
        app.state.reader.person = PETER

    return change
