# ruff: noqa: T201
"""Look at every page: `python services/gateway/tests/preview.py FOLDER` takes pictures of all of them.

Not a test. Serves the pages over the samples of the page tests and photographs them at 1280 and 360 px.
"""

import importlib.util
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import uvicorn
from playwright.sync_api import sync_playwright

HERE = Path(__file__).resolve().parent
PORT = 8797


def load_samples() -> Any:
    spec = importlib.util.spec_from_file_location("page_samples", HERE / "pages" / "conftest.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def scenes(samples: Any) -> list[tuple[str, str, Any]]:
    """(name, address, what to set before)."""
    request = f"/requests/{samples.REQUEST}"

    def shows(status: str, side: str, *, peter: bool = False) -> Any:
        def set_up(app: Any) -> None:
            app.state.services.requests.shown = samples.sample_view(status, side)
            app.state.reader.person = samples.PETER if peter else samples.ERIKA

        return set_up

    def vessel(status: str, side: str = "requesting", **more: Any) -> Any:
        def set_up(app: Any) -> None:
            shown = samples.vessel_view(status, side, **more)
            wanted = [
                q.model_copy(update={"attachment_wanted": q.question == "1.1"}) for q in shown.questions
            ]
            app.state.services.requests.shown = shown.model_copy(update={"questions": wanted})
            app.state.services.directory.named = {"activities": ["C"]}

        return set_up

    def empty(app: Any) -> None:
        for service in ("requests", "directory", "notifications", "statistics"):
            getattr(app.state.services, service).empty = True

    draft = shows("draft", "requesting")
    steps = [
        (f"compose-{s}", f"{request}/edit/{s}", draft)
        for s in ("person", "questions", "documents", "message", "review")
    ]
    return [
        ("login", "/preview/login", None),
        ("login-error", "/preview/login?error=login.failed", None),
        ("code", "/preview/code", None),
        ("home", "/", None),
        ("home-empty", "/", empty),
        ("directory", "/directory?q=zahn", None),
        ("directory-empty", "/directory?q=xyz", empty),
        ("authority", "/directory/00000000-0000-0000-0000-000000000014", None),
        *steps,
        *[
            (f"vessel-{s}", f"{request}/edit/{s}", vessel("draft", kind="urgent"))
            for s in ("kind", "person", "questions", "message", "review")
        ],
        (
            "vessel-fine",
            f"{request}/edit/person?dropped=subject.Crew&dropped=q.1.1",
            vessel("draft", kind="recover-fine"),
        ),
        ("vessel-answer", f"{request}/answer", vessel("accepted", "responding")),
        ("vessel-fine-answer", f"{request}/answer", vessel("accepted", "responding", kind="recover-fine")),
        ("vessel-answered", request, vessel("information_provided")),
        ("vessel-accept", request, vessel("awaiting_acceptance", "responding", kind="urgent")),
        ("glossary", "/glossary", None),
        ("request-hidden", request, shows("awaiting_acceptance", "responding", peter=True)),
        ("request-accepted", request, shows("accepted", "responding", peter=True)),
        ("answer", f"{request}/answer", shows("accepted", "responding", peter=True)),
        ("request-answered", request, shows("information_provided", "requesting")),
        ("request-closed", request, shows("closed", "requesting")),
        ("list", "/requests?box=received", None),
        ("list-empty", "/requests?box=sent", empty),
        ("notices", "/notices", None),
        ("statistics", "/statistics", None),
        ("error-404", "/requests/00000000-0000-0000-0000-000000000099", None),
        ("error-409", "/preview/error/request.version_outdated", None),
        ("error-503", "/preview/error/service.unavailable", None),
        ("expired", "/preview/expired", None),
        ("accessibility", "/accessibility", None),
    ]


def main(folder: Path, language: str, only: list[str]) -> None:
    samples = load_samples()
    areas = tempfile.TemporaryDirectory(prefix="imi-preview-")
    app = samples.build_app(Path(areas.name))
    server = uvicorn.Server(uvicorn.Config(app, port=PORT, log_level="warning"))
    threading.Thread(target=server.run, daemon=True).start()
    while not server.started:
        time.sleep(0.05)
    fresh = dict(app.state.services.__dict__)
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for width in (1280, 360):
            context = chromium.new_context(viewport={"width": width, "height": 800}, locale=language)
            context.add_cookies(
                [{"name": "imi_language", "value": language, "url": f"http://127.0.0.1:{PORT}"}]
            )
            tab = context.new_page()
            tab.on(
                "console",
                lambda message: (
                    print("   console:", message.text) if message.type in ("error", "warning") else None
                ),
            )
            tab.on("pageerror", lambda error: print("   script:", error))
            for name, address, set_up in scenes(samples):
                if only and name not in only:
                    continue
                app.state.services.__dict__.update({k: type(v)() for k, v in fresh.items()})
                app.state.reader.person = samples.ERIKA
                if set_up:
                    set_up(app)
                tab.goto(f"http://127.0.0.1:{PORT}{address}", wait_until="load")
                tab.wait_for_timeout(250)
                overflow = tab.evaluate("document.documentElement.scrollWidth - window.innerWidth")
                print(f"{name} {width}" + (f" OVERFLOWS by {overflow}" if overflow > 0 else ""))
                tab.screenshot(path=str(folder / f"{name}-{width}.png"), full_page=True)
        chromium.close()
    server.should_exit = True
    areas.cleanup()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "en", sys.argv[3:])
