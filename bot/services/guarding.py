"""The identifier guard at work, with the words each group lets pass. It stores no text at all."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from bot import refusals
from bot.errors import BadInput, NotSaved
from bot.services.audit import Action, note
from bot.services.slots import group_in
from db.allowed import WORD_LENGTH, AllowedWord

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncSession

    from bot.guard import Finding, Guard
    from bot.services.store import Store
    from bot.services.values import Caller, RoundCard

log = logging.getLogger(__name__)

MOST_WORDS = 100


class LooksIdentifying(NotSaved):
    """Something in an answer may point to a real person. It says where, never what."""

    def __init__(self, card: RoundCard, findings: tuple[Finding, ...]) -> None:
        super().__init__(refusals.POINTS_TO_A_PERSON)
        self.card = card
        self.findings = findings


class GuardFailed(NotSaved):
    """The guard could not read a text, so it was not stored."""

    def __init__(self) -> None:
        super().__init__(refusals.GUARD_FAILED)


class Guarding:
    """Looks at texts before they are stored."""

    def __init__(self, store: Store, guard: Guard) -> None:
        self._store = store
        self._guard = guard

    async def look(self, text: str, allowed: tuple[str, ...]) -> tuple[Finding, ...]:
        """What in a text may point to a person. Raises GuardFailed."""
        try:
            return await asyncio.to_thread(self._guard.find, text, allowed)
        except Exception as error:  # noqa: BLE001  whatever it is, an unchecked text isn't stored
            log.error("the guard failed: %s", type(error).__name__)
        raise GuardFailed

    async def look_for_group(self, text: str, group_id: int) -> tuple[Finding, ...]:
        """The same, letting pass what the group lets pass. Raises GuardFailed."""
        return await self.look(text, await self.words(group_id))

    async def words(self, group_id: int) -> tuple[str, ...]:
        """What the group lets pass, in the order of the alphabet."""
        async with self._store.read() as session:
            return await _words(session, group_id)

    async def allow(self, group_id: int, word: str, caller: Caller, now: datetime) -> str:
        """Let a word or phrase pass from now on. Raises BadInput or NoGroupHere."""
        cleaned = " ".join(word.split())
        if not cleaned.isprintable() or not 1 <= len(cleaned) <= WORD_LENGTH:
            raise BadInput(refusals.word_length(WORD_LENGTH))
        async with self._store.write() as session:
            await group_in(session, group_id, caller, lock=True)
            words = await _words(session, group_id)
            if len(words) >= MOST_WORDS:
                raise BadInput(refusals.too_many_words(MOST_WORDS))
            if cleaned.casefold() not in {each.casefold() for each in words}:
                session.add(AllowedWord(group_id=group_id, word=cleaned))
                note(session, caller, group_id, Action.ALLOWED, now)
        return cleaned

    async def take_back(self, group_id: int, word: str, caller: Caller, now: datetime) -> None:
        """Look at a word again from now on. Raises BadInput if it is not on the list."""
        mine = (AllowedWord.group_id == group_id) & (AllowedWord.word == word)
        async with self._store.write() as session:
            await group_in(session, group_id, caller, lock=True)
            if word not in await _words(session, group_id):
                raise BadInput(refusals.NOT_ON_THE_LIST)
            await session.execute(delete(AllowedWord).where(mine))
            note(session, caller, group_id, Action.TAKEN_BACK, now)


async def _words(session: AsyncSession, group_id: int) -> tuple[str, ...]:
    found = select(AllowedWord.word).where(AllowedWord.group_id == group_id)
    return tuple(await session.scalars(found.order_by(AllowedWord.word)))
