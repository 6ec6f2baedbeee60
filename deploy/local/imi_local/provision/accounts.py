"""Names of every service's database, users and bucket, and the addresses made of them."""

from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from imi_local.servers.state import RunState

SQL_SERVICES = ("directory", "requests", "statistics", "gateway")
DOCUMENT_SERVICES = ("translation", "notifications")
SERVICES = (*SQL_SERVICES, *DOCUMENT_SERVICES)
VHOST = "imi"
OPERATOR = "operator"


def database_name(service: str) -> str:
    """Database and role (SQL) or database and user (documents) share one name."""
    return f"imi_{service}"


def sql_password(state: RunState, service: str) -> str:
    return state.secret(f"sql.{service}")


def document_password(state: RunState, service: str) -> str:
    return state.secret(f"documents.{service}")


def broker_password(state: RunState, user: str) -> str:
    return state.secret(f"broker.{user}")


def sql_url(state: RunState, admin_url: str, service: str) -> str:
    name = database_name(service)
    return _for_account(admin_url, name, sql_password(state, service), name, scheme="postgresql+asyncpg")


def document_url(state: RunState, admin_url: str, service: str) -> str:
    name = database_name(service)
    url = urlsplit(_for_account(admin_url, name, document_password(state, service), ""))
    query = urlencode({**dict(parse_qsl(url.query)), "authSource": name})
    return urlunsplit(url._replace(query=query))


def broker_url(state: RunState, admin_url: str, user: str) -> str:
    return _for_account(admin_url, user, broker_password(state, user), VHOST)


def _for_account(admin_url: str, user: str, password: str, path: str, *, scheme: str = "") -> str:
    parts = urlsplit(admin_url)
    address = parts.netloc.rpartition("@")[2]
    return urlunsplit((scheme or parts.scheme, f"{user}:{password}@{address}", f"/{path}", parts.query, ""))
