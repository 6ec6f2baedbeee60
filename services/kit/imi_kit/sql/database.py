"""The engine of one service's database."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, async_sessionmaker, create_async_engine
from sqlmodel.ext.asyncio.session import AsyncSession

from imi_kit.sql.waker import Waker

CONNECT_SECONDS = 5
STATEMENT_MS = 30_000
IDLE_IN_TRANSACTION_MS = 60_000


class Database:
    """Connections to `url` (`postgresql+asyncpg://…`); no statement and no idle transaction lives for ever."""

    def __init__(self, url: str, *, pool_size: int = 10) -> None:
        self.url = url
        self.engine: AsyncEngine = create_async_engine(
            url,
            pool_size=pool_size,
            max_overflow=pool_size,
            pool_timeout=CONNECT_SECONDS,
            pool_pre_ping=True,
            hide_parameters=True,  # an error would repeat them, and with them what somebody wrote, in the log
            connect_args={
                "timeout": CONNECT_SECONDS,
                "server_settings": {
                    "statement_timeout": str(STATEMENT_MS),
                    "idle_in_transaction_session_timeout": str(IDLE_IN_TRANSACTION_MS),
                },
            },
        )
        self.waker = Waker(self.asyncpg_dsn)
        self.sessions = async_sessionmaker(self.engine, class_=AsyncSession, expire_on_commit=False)

    @property
    def asyncpg_dsn(self) -> str:
        """The same address for asyncpg itself."""
        return self.url.replace("postgresql+asyncpg://", "postgresql://", 1)

    async def ping(self) -> None:
        async with self.engine.connect() as connection:
            await connection.execute(text("select 1"))

    async def close(self) -> None:
        await self.waker.close()
        await self.engine.dispose()
