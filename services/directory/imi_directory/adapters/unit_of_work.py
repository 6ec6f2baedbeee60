"""The directory's transaction: authorities, officials, search and outgoing events commit together."""

from imi_directory.adapters.repositories import SqlAuthorities, SqlUsers
from imi_directory.adapters.search import Search
from imi_kit.sql import SqlUnitOfWork


class DirectoryUnitOfWork(SqlUnitOfWork):
    @property
    def authorities(self) -> SqlAuthorities:
        return SqlAuthorities(self.session)

    @property
    def users(self) -> SqlUsers:
        return SqlUsers(self.session)

    @property
    def search(self) -> Search:
        return Search(self.session)
