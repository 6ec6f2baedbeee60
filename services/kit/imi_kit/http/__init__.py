"""Everything HTTP that every service has: application, identity, errors, health, metrics."""

from imi_kit.http.app import create_app
from imi_kit.http.health import watched
from imi_kit.http.identity import CurrentIdentity, IdempotencyKey

__all__ = ["CurrentIdentity", "IdempotencyKey", "create_app", "watched"]
