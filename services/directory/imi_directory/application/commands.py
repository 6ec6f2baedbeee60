"""The commands of the directory in one view."""

from imi_directory.application.change_authority import ChangeAuthority, change_authority
from imi_directory.application.change_user import ChangeUser, change_user
from imi_directory.application.register_authority import register_authority
from imi_directory.application.register_user import register_user

__all__ = [
    "ChangeAuthority",
    "ChangeUser",
    "change_authority",
    "change_user",
    "register_authority",
    "register_user",
]
