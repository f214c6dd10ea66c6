"""Transactions, whose troubles become one sentence for the person at the door."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.errors import PerhapsStored, StoreUnavailable

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from contextlib import AbstractAsyncContextManager

    from sqlalchemy.ext.asyncio import AsyncSession

    from db.engine import Database


class Store:
    """What the services open: one ``write`` or ``read`` a public method."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def write(self) -> AbstractAsyncContextManager[AsyncSession]:
        return _explained(self._database.write(), PerhapsStored)

    async def compact(self) -> None:
        """Leave no dead copy of a row in the database's files."""
        await self._database.compact()

    def read(self) -> AbstractAsyncContextManager[AsyncSession]:
        return _explained(self._database.read(), StoreUnavailable)


@asynccontextmanager
async def _explained(
    transaction: AbstractAsyncContextManager[AsyncSession],
    cut_at_the_end: type[PerhapsStored | StoreUnavailable],
) -> AsyncIterator[AsyncSession]:
    finished = False
    try:
        async with transaction as session:
            yield session
            finished = True
    except (OperationalError, InterfaceError, PoolTimeout, OSError):
        # A key that cannot be written, too: a full disk, or a folder that may only be read.
        # Nothing chained: the driver's own words may quote a row.
        # A commit of which no answer came may have happened all the same.
        raise (cut_at_the_end if finished else StoreUnavailable) from None
