"""The FastAPI application: pages, administration, live changes, static files, and the walls around them."""

from fastapi import Depends, FastAPI

from imi_gateway import web
from imi_gateway.entrypoints import admin, changes, csrf, login
from imi_gateway.entrypoints.body_limit import BodyLimit
from imi_gateway.entrypoints.same_site import SameSite
from imi_gateway.entrypoints.security_headers import SecurityHeaders
from imi_gateway.entrypoints.session import LoadPerson
from imi_gateway.entrypoints.static import FOLDER, MarkedFiles
from imi_gateway.settings import GatewaySettings
from imi_gateway.web import errors


def install(app: FastAPI, settings: GatewaySettings) -> None:
    """Routes and middleware; the walls that are added last stand outermost."""
    app.include_router(login.router)
    app.include_router(changes.router)
    app.include_router(admin.router)
    for router in getattr(web, "routers", ()):
        app.include_router(router, dependencies=[Depends(csrf.protect)], include_in_schema=False)
    app.mount("/static", MarkedFiles(directory=FOLDER), name="static")
    errors.install_error_pages(app)
    app.add_middleware(LoadPerson)
    app.add_middleware(BodyLimit, limit=settings.body_limit, attachment_limit=settings.attachment_limit)
    app.add_middleware(SameSite, hosts=settings.hosts, origin=settings.origin)
    app.add_middleware(SecurityHeaders, https=settings.https)
