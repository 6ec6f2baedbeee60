"""The pages: language, rendering, forms, and one router for each part of the site."""

from imi_gateway.web import (
    answering,
    attachments,
    compose,
    directory,
    glossary,
    home,
    language,
    notices,
    request_pages,
    statistics,
)

routers = (
    home.router,
    glossary.router,
    language.router,
    directory.router,
    request_pages.router,
    compose.router,
    answering.router,
    attachments.router,
    notices.router,
    statistics.router,
)
