"""Whether the store works: asked by an admin, and answered by trying it."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select

from bot.ballot.keys import Use, new_name
from bot.errors import StoreUnavailable
from bot.services.desk import StoreHealth
from bot.services.values import RoundState
from bot.themes.embedding import ModelUnusable, require
from db.models import Round

if TYPE_CHECKING:
    from bot.ballot.keys import Keys
    from bot.services.store import Store


class Health:
    """Writes nothing that stays."""

    def __init__(self, store: Store, keys: Keys, folders: tuple[Path, ...], embedder: str) -> None:
        self._store = store
        self._embedder = embedder
        self._keys = keys
        self._folders = (keys.folder, *folders) if keys.folder else folders

    async def look(self) -> StoreHealth:
        """Try the database, the keys folder, the disks and the model's files. Raises nothing."""
        names = await self._open_rounds()
        whole = await asyncio.to_thread(self._keys_work, names or [])
        free = await asyncio.to_thread(self._free)
        model = await asyncio.to_thread(self._model)
        return StoreHealth(database=names is not None, keys=whole, free_bytes=free, model=model)

    async def require_model(self) -> None:
        """Raises ModelUnusable where answers cannot be read for themes."""
        await asyncio.to_thread(require, self._embedder)

    async def answers(self) -> bool:
        """Whether the database can be read just now. Raises nothing of the store's."""
        try:
            async with self._store.read() as session:
                await session.scalar(select(Round.id).limit(1))
        except StoreUnavailable:
            return False
        return True

    async def _open_rounds(self) -> list[str] | None:
        """The key names of open rounds; None where the database cannot be written."""
        found = select(Round.key_name).where(Round.state == RoundState.OPEN)
        try:
            async with self._store.write() as session:
                return list(await session.scalars(found))
        except StoreUnavailable:
            return None

    def _keys_work(self, names: list[str]) -> bool:
        """Whether a key can be made and destroyed, and every open round has its own."""
        name = new_name()
        try:
            self._keys.create(name, Use.ROLL)
            self._keys.destroy(name, Use.ROLL)
        except OSError:
            return False
        return all(self._keys.has(each, use) for each in names for use in (Use.ROLL, Use.TEXT))

    def _model(self) -> str:
        try:
            require(self._embedder)
        except ModelUnusable as unusable:
            return str(unusable)
        return ""

    def _free(self) -> int | None:
        try:
            return min(shutil.disk_usage(folder).free for folder in self._folders)
        except (OSError, ValueError):
            return None
