"""The prompts that a server's admins write, and how a group's deck is arranged.

A built-in prompt is never changed: changing one makes a copy that takes its place in the deck, and
the original waits there, disabled. A round keeps its own copy of its prompt in any case.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import select

from bot import deck_refusals as refusals
from bot.errors import BadInput, NoGroupHere
from bot.services.audit import Action, note
from bot.services.decks import deck_of
from bot.services.desk import DeckLine
from bot.services.importing import known_or_changed, with_imported
from bot.services.keeping import (
    arrange,
    bring_back,
    keep,
    own_row,
    put_in_place,
    set_enabled,
    switched_off,
)
from bot.services.looking import look_at
from bot.services.slots import group_in
from bot.services.written import free_key, prompt_of
from db.models import Group
from prompts import Deck

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncSession

    from bot.services.desk import Imported, Written
    from bot.services.looking import Look
    from bot.services.store import Store
    from bot.services.values import Caller
    from prompts import Codebook, Prompt


class Prompts:
    """Decks and own prompts; every method names the guild, the doors check who may."""

    def __init__(self, store: Store, deck: Deck, codebook: Codebook, look: Look) -> None:
        self._store = store
        self._deck = deck
        self._look = look
        self.codebook = codebook

    async def lines(self, guild_id: int, group_id: int) -> list[DeckLine]:
        """A group's deck in its order, disabled and retired prompts too. Raises NoGroupHere."""
        async with self._store.read() as session:
            group = await session.get(Group, group_id)
            if group is None or group.guild_id != guild_id:
                raise NoGroupHere
            return await deck_of(session, guild_id, group_id, self._deck)

    async def line(self, guild_id: int, group_id: int, key: str) -> DeckLine:
        """One prompt of the deck. Raises BadInput."""
        return _find(await self.lines(guild_id, group_id), key)

    async def deck(self, guild_id: int, group_id: int) -> Deck:
        """What an export holds: all but the retired prompts, in order."""
        lines = await self.lines(guild_id, group_id)
        return Deck(self._deck.name, tuple(each.prompt for each in lines if not each.retired))

    async def write(
        self, group_id: int, caller: Caller, key: str | None, written: Written, now: datetime
    ) -> DeckLine:
        """Store a new prompt (no key), a change, or the changed copy of a built-in one.

        Gives its line in the deck: a change enables nothing. Raises BadInput naming the field,
        with nothing changed.
        """
        # Before the transaction: the guard takes its time.
        _, looked_at = self._made(await self.lines(caller.guild_id, group_id), key, written)
        await look_at(self._look, looked_at)
        async with self._store.write() as session:
            await group_in(session, group_id, caller, lock=True)
            lines = await deck_of(session, caller.guild_id, group_id, self._deck)
            before, prompt = self._made(lines, key, written)
            await keep(session, caller.guild_id, [prompt])
            if before is None:
                await set_enabled(session, group_id, prompt.key, enabled=True)
            elif not before.own:
                await put_in_place(session, group_id, lines, before, prompt.key)
            note(session, caller, group_id, Action.WROTE, now)
            if before is not None and before.own:
                return replace(before, prompt=prompt)
            return DeckLine(prompt, own=True, enabled=True)

    async def enable(
        self, group_id: int, caller: Caller, key: str, now: datetime, *, enabled: bool
    ) -> Prompt:
        """Ask a prompt, or no longer; enabling one that is retired brings it back."""
        async with self._store.write() as session:
            await group_in(session, group_id, caller, lock=True)
            lines = await deck_of(session, caller.guild_id, group_id, self._deck)
            line = _find(lines, key)
            if not enabled:
                _require_another(lines, key)
            elif line.retired:
                (await own_row(session, caller.guild_id, key)).retired = False
            await set_enabled(session, group_id, key, enabled=enabled)
            note(session, caller, group_id, Action.ARRANGED, now)
            return line.prompt

    async def move(
        self, group_id: int, caller: Caller, key: str, place: int, now: datetime
    ) -> Prompt:
        """Put a prompt at a place in the deck, 1 being the first. Raises BadInput."""
        async with self._store.write() as session:
            await group_in(session, group_id, caller, lock=True)
            lines = await deck_of(session, caller.guild_id, group_id, self._deck)
            line = _find(lines, key)
            if line.retired:
                raise BadInput(refusals.no_place(line.prompt.title))
            rest = [each for each in lines if each is not line and not each.retired]
            if not 1 <= place <= len(rest) + 1:
                raise BadInput(refusals.no_such_place(len(rest) + 1))
            await arrange(session, group_id, [*rest[: place - 1], line, *rest[place - 1 :]])
            note(session, caller, group_id, Action.ARRANGED, now)
            return line.prompt

    async def retire(self, group_id: int, caller: Caller, key: str, now: datetime) -> Prompt:
        """Take a prompt of one's own out of every deck of the server. Raises BadInput."""
        async with self._store.write() as session:
            await group_in(session, group_id, caller, lock=True)
            lines = await deck_of(session, caller.guild_id, group_id, self._deck)
            line = _find(lines, key)
            if not line.own:
                raise BadInput(refusals.BUILT_IN_STAYS)
            _require_another(lines, key)
            await self._require_another_elsewhere(session, caller.guild_id, group_id, key)
            (await own_row(session, caller.guild_id, key)).retired = True
            note(session, caller, group_id, Action.RETIRED, now)
            return line.prompt

    async def take_in(
        self, group_id: int, caller: Caller, deck: Deck, now: datetime, *, only: bool
    ) -> Imported:
        """Store the prompts of a file, all of them or none, and have the group asked them.

        What was disabled in its deck stays so. ``only``: ask all that the file holds and nothing
        else, in its order. Raises BadInput.
        """
        for prompt, place in deck.placed():  # Before the transaction: it takes its time.
            await look_at(self._look, prompt, place)
        async with self._store.write() as session:
            await group_in(session, group_id, caller, lock=True)
            lines = await deck_of(session, caller.guild_id, group_id, self._deck)
            prompts, counted = known_or_changed(lines, deck)
            off = set() if only else await switched_off(session, group_id, lines)
            await keep(session, caller.guild_id, prompts)
            await bring_back(session, caller.guild_id, [prompt.key for prompt in deck.prompts])
            lines = await deck_of(session, caller.guild_id, group_id, self._deck)
            await arrange(session, group_id, with_imported(lines, deck, off, only=only))
            note(session, caller, group_id, Action.IMPORTED, now)
            return replace(counted, disabled=len(off & {each.key for each in deck.prompts}))

    def _made(
        self, lines: Sequence[DeckLine], key: str | None, written: Written
    ) -> tuple[DeckLine | None, Prompt]:
        """The prompt that was written, and the one of this key that was there before."""
        before = None if key is None else _find(lines, key)
        taken = [line.prompt.key for line in lines]
        named = before.prompt.key if before and before.own else free_key(written.title, taken)
        old = before.prompt if before else None
        return before, prompt_of(written, named, old, self.codebook)

    async def _require_another_elsewhere(
        self, session: AsyncSession, guild_id: int, group_id: int, key: str
    ) -> None:
        """It leaves the other groups' decks too. Raises BadInput naming one it would empty."""
        others = select(Group).where(Group.guild_id == guild_id, Group.id != group_id)
        for other in await session.scalars(others.order_by(Group.id)):
            lines = await deck_of(session, guild_id, other.id, self._deck)
            if [line.prompt.key for line in lines if line.enabled] == [key]:
                raise BadInput(refusals.last_prompt_of(other.channel_id))


def _find(lines: Sequence[DeckLine], key: str) -> DeckLine:
    for line in lines:
        if line.prompt.key == key:
            return line
    raise BadInput(refusals.NO_SUCH_PROMPT)


def _require_another(lines: Sequence[DeckLine], key: str) -> None:
    if not any(line.enabled and line.prompt.key != key for line in lines):
        raise BadInput(refusals.LAST_PROMPT)
