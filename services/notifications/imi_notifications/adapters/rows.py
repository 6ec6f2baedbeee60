"""Values as documents and back; ids are text, days are ISO dates."""

from datetime import date
from typing import Any
from uuid import UUID

from imi_notifications.domain.news import News, Notice
from imi_notifications.domain.people import Authority, User

Row = dict[str, Any]


def user_row(user: User) -> Row:
    return {
        "name": user.name,
        "email": user.email,
        "language": user.language,
        "authority_id": str(user.authority_id),
        "roles": user.roles,
        "active": user.active,
    }


def user_of(row: Row) -> User:
    return User(
        id=UUID(row["_id"]),
        name=row["name"],
        email=row["email"],
        language=row["language"],
        authority_id=UUID(row["authority_id"]),
        roles=row["roles"],
        active=row["active"],
    )


def authority_row(authority: Authority) -> Row:
    return {
        "country": authority.country,
        "official_name": authority.official_name,
        "titles": authority.titles,
    }


def authority_of(row: Row) -> Authority:
    return Authority(UUID(row["_id"]), row["country"], row["official_name"], row["titles"])


def news_row(news: News) -> Row:
    return {
        "news_id": str(news.id),
        "kind": news.kind,
        "request_id": str(news.request_id),
        "number": news.number,
        "area": news.area,
        "actor": str(news.actor),
        "actor_country": news.actor_country,
        "told": str(news.told),
        "at": news.at,
        "deadline_proposed": news.deadline_proposed.isoformat() if news.deadline_proposed else None,
        "deadline_agreed": news.deadline_agreed.isoformat() if news.deadline_agreed else None,
    }


def news_of(row: Row) -> News:
    return News(
        id=UUID(row["news_id"]),
        kind=row["kind"],
        request_id=UUID(row["request_id"]),
        number=row["number"],
        area=row["area"],
        actor=UUID(row["actor"]),
        actor_country=row["actor_country"],
        told=UUID(row["told"]),
        at=row["at"],
        deadline_proposed=_day(row["deadline_proposed"]),
        deadline_agreed=_day(row["deadline_agreed"]),
    )


def notice_row(notice: Notice) -> Row:
    return {
        "_id": str(notice.id),
        "user_id": str(notice.user_id),
        "read": notice.read,
        **news_row(notice.news),
    }


def notice_of(row: Row) -> Notice:
    return Notice(UUID(row["_id"]), UUID(row["user_id"]), news_of(row), row["read"])


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
