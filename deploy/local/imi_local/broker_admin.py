"""RabbitMQ's management API: just the calls that provisioning and tests need."""

from urllib.parse import quote, unquote, urlsplit

import httpx

TIMEOUT_SECONDS = 30


class BrokerAdmin:
    """Administers a broker through its management address, `http://user:password@host:port`."""

    def __init__(self, management_url: str) -> None:
        parts = urlsplit(management_url)
        self._http = httpx.Client(
            base_url=f"{parts.scheme}://{parts.hostname}:{parts.port}/api/",
            auth=(unquote(parts.username or ""), unquote(parts.password or "")),
            verify=parts.scheme == "https",
            timeout=TIMEOUT_SECONDS,
        )

    def put_vhost(self, name: str) -> None:
        self._call("PUT", f"vhosts/{quote(name, safe='')}", {"default_queue_type": "quorum"})

    def delete_vhost(self, name: str) -> None:
        self._call("DELETE", f"vhosts/{quote(name, safe='')}", None)

    def put_user(self, name: str, password: str, tags: str = "") -> None:
        self._call("PUT", f"users/{quote(name, safe='')}", {"password": password, "tags": tags})

    def permit(self, vhost: str, user: str, *, configure: str = "", write: str = "", read: str = "") -> None:
        """Regular expressions of the names the user may declare, publish to and read from; '' means none."""
        rights = {"configure": configure or "^$", "write": write or "^$", "read": read or "^$"}
        self._call("PUT", f"permissions/{quote(vhost, safe='')}/{quote(user, safe='')}", rights)

    def permit_everything(self, vhost: str, amqp_url: str) -> None:
        """Open the vhost to the administrator whose account the AMQP address carries."""
        user = unquote(urlsplit(amqp_url).username or "guest")
        self.permit(vhost, user, configure=".*", write=".*", read=".*")

    def permit_topic(self, vhost: str, user: str, exchange: str, *, write: str, read: str = "^$") -> None:
        """Regular expression of the routing keys the user may publish with to a topic exchange."""
        body = {"exchange": exchange, "write": write, "read": read}
        self._call("PUT", f"topic-permissions/{quote(vhost, safe='')}/{quote(user, safe='')}", body)

    def _call(self, method: str, path: str, body: dict[str, str] | None) -> None:
        self._http.request(method, path, json=body).raise_for_status()
