"""The pages over sample data: services answer from memory, the reader is a fixed person, all else is real."""

import importlib.util
import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from fastapi import FastAPI, Request, Response
from fastapi.testclient import TestClient
from starlette.staticfiles import StaticFiles

from imi_contracts.areas import AreaFolder
from imi_contracts.areas.publish import publish
from imi_contracts.catalogue import contracts_root
from imi_contracts.errors import Refused
from imi_contracts.vocabularies import load_vocabularies
from imi_gateway.clients import models
from imi_gateway.entrypoints.security_headers import SecurityHeaders
from imi_gateway.web import routers
from imi_gateway.web.areas import Areas
from imi_gateway.web.errors import install_error_pages
from imi_gateway.web.rendering import STATIC, page


def _load(name: str) -> ModuleType:
    """A module beside this file: pytest's import mode puts no test folder on the path."""
    spec = importlib.util.spec_from_file_location(f"gateway_{name}", Path(__file__).with_name(f"{name}.py"))
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


data = _load("sample_data")
AREA, VESSELS, NOW, REQUEST = data.AREA, data.VESSELS, data.NOW, data.REQUEST
ERIKA, PETER, GERMAN, HUNGARIAN = data.ERIKA, data.PETER, data.GERMAN, data.HUNGARIAN
sample_view, vessel_view = data.sample_view, data.vessel_view


class SampleRequests:
    """Answers like the requests service; remembers the commands it was given."""

    def __init__(self) -> None:
        self.shown = sample_view()
        self.commands: list[tuple[str, Any]] = []
        self.refusal: Refused | None = None
        self.empty = False
        self.kind: str | None = None

    async def listing(self, _: Any, **wanted: Any) -> Any:
        rows = [
            data.row(42, "awaiting_acceptance", "responding"),
            data.row(40, "accepted", "requesting"),
            data.row(37, "information_provided", "requesting"),
            data.row(33, "closed", "responding"),
            data.row(31, "draft", "requesting"),
        ]
        if self.kind:
            rows = [row.model_copy(update={"area": VESSELS, "kind": self.kind}) for row in rows]
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
        self.down = False
        self.asked: dict[str, Any] = {}
        self.named: dict[str, list[str]] = {"professions": ["dentist"]}

    async def search(self, _: Any, **wanted: Any) -> Any:
        self.asked = wanted
        cards = [
            data.card(20, HUNGARIAN),
            data.card(21, HUNGARIAN, city="Szeged", region="Dél-Alföld"),
            data.card(10, GERMAN, city="Musterstadt", region="Musterland", languages=["de", "en"]),
        ]
        return models.Listing[models.AuthorityCard](
            items=[] if self.empty else cards, total=0 if self.empty else 23, page=1, size=10
        )

    async def authority(self, _: Any, authority: UUID, language: str) -> models.Authority:
        if self.down:
            raise Refused("service.unavailable")
        if authority.int not in {10, 20, 21}:
            raise Refused("resource.not_found")
        links = [("validating", None), ("access", AREA), ("request", AREA)]
        above, beside = data.card(21, HUNGARIAN), data.card(10, GERMAN)
        coordinators = [models.Coordinator(link=link, area=area, authority=above) for link, area in links]
        coordinators.append(models.Coordinator(link="linked", area=AREA, authority=beside))
        return data.card(
            authority.int,
            HUNGARIAN,
            address="Szalay u. 7.\n1055 Budapest",
            email="info@kamara.example",
            phone="+36 1 555 0100",
            website="https://kamara.example",
            coordinators=coordinators,
            competences=self.named,
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
            score("AT", 2, 0.00001, "green"),
        ]
        return models.Scoreboard.model_validate(
            {
                "countries": [] if self.empty else rows,
                "period": {"from": "2026-01-01", "to": "2026-11-21"},
                "definitions": data.DEFINITIONS,
            }
        )


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
    https = False

    def read(self, *_: Any) -> None:
        return None


def published(into: Path) -> AreaFolder:
    """The published areas of the repository and one made for these tests, in a folder of their own."""
    root = contracts_root()
    for package in (root / "areas").glob("*/manifest.yaml"):
        shutil.copytree(package.parent, into / package.parent.name)
    made = Path(shutil.copytree(Path(__file__).with_name("areas") / VESSELS, into / VESSELS))
    publish(made, load_vocabularies(root / "vocabularies"), "2026-11-22")
    return AreaFolder(root, areas=into)


def build_app(areas: Path) -> FastAPI:
    """Pages, error pages, headers and static files as in the gateway; `app.state` holds the samples."""
    app = FastAPI()
    app.state.services = SimpleNamespace(
        requests=SampleRequests(),
        directory=SampleDirectory(),
        notifications=SampleNotifications(),
        statistics=SampleStatistics(),
    )
    app.state.areas = Areas(published(areas))
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
        return Response(status_code=204)


@pytest.fixture(scope="session")
def whole_app(tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    return build_app(tmp_path_factory.mktemp("areas"))


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


@pytest.fixture
def samples() -> Any:
    """The builders of this file, for tests that need a request in another state."""
    return SimpleNamespace(sample_view=sample_view, vessel_view=vessel_view)
