"""Roles of officials."""

from collections.abc import Callable
from uuid import uuid4

import pytest

from imi_contracts.errors import Refused
from imi_contracts.vocabularies import Role
from imi_directory.domain.authority import Authority
from imi_directory.domain.user import User, check_roles

Make = Callable[..., Authority]


def official(authority: Authority, roles: dict[str, list[Role]]) -> User:
    return User(uuid4(), authority.id, "Anna T.", "anna@example.org", "hu", roles)


def test_the_first_official_gets_all_rights(nimic: Make, chamber: Make) -> None:
    authority = chamber(nimic())
    user = official(authority, {})

    check_roles(user, authority, first=True)

    assert {Role.LOCAL_DATA_ADMINISTRATOR, Role.REQUEST_HANDLER} <= set(user.roles["*"])


@pytest.mark.parametrize(
    ("roles", "first", "code"),
    [
        ({"services": [Role.VIEWER]}, False, "directory.area_missing"),
        ({"*": [Role.REFERRAL_HANDLER]}, False, "directory.role_unfit"),
        ({"*": [Role.VIEWER]}, True, "directory.first_user_administers"),
    ],
)
def test_roles_that_do_not_fit_are_refused(
    nimic: Make, chamber: Make, roles: dict[str, list[Role]], first: bool, code: str
) -> None:
    authority = chamber(nimic())
    with pytest.raises(Refused) as refused:
        check_roles(official(authority, roles), authority, first=first)
    assert refused.value.code == code


def test_referral_is_the_business_of_coordinators(nimic: Make) -> None:
    coordinator = nimic()
    check_roles(official(coordinator, {"*": [Role.REFERRAL_HANDLER]}), coordinator, first=False)
