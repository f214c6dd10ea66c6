"""Transactions, whose troubles become one sentence for the person at the door."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, TypeVar

from bot.errors import KeysMissing, PerhapsStored, StoreUnavailable
from db.troubles import TROUBLE, is_passing

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from contextlib import AbstractAsyncContextManager

    from sqlalchemy.ext.asyncio import AsyncSession

    from db.engine import Database

Seen = TypeVar("Seen")


class Store:
    """What the services open: one ``write`` or ``read`` a public method."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def write(self) -> AbstractAsyncContextManager[AsyncSession]:
        return _explained(self._database.write(), PerhapsStored)

    async def compact(self) -> None:
        """Leave no dead copy of a row in the database's files. Raises StoreUnavailable."""
        try:
            await self._database.compact()
        except TROUBLE as error:
            if not is_passing(error):
                raise
            raise StoreUnavailable from None

    def read(self) -> AbstractAsyncContextManager[AsyncSession]:
        return _explained(self._database.read(), StoreUnavailable)


async def looked_again(look: Callable[[], Awaitable[Seen]]) -> Seen:
    """What ``look`` reads with a round's keys; read anew, once, where those are missing.

    Keys are destroyed when a seal has committed. Whoever began to read just before that may still
    see the round as it was, and look for keys that are gone.
    """
    try:
        return await look()
    except KeysMissing:
        return await look()


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
    except TROUBLE as error:
        if not is_passing(error):
            raise
        task = asyncio.current_task()
        if task is not None and task.cancelling():  # asyncpg calls that a timeout now and then.
            raise asyncio.CancelledError from None
        # Nothing chained: the driver's own words may quote a row.
        # A commit of which no answer came may have happened all the same.
        raise (cut_at_the_end if finished else StoreUnavailable) from None
