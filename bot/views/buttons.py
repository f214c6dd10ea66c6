"""Buttons that live as long as their message: recognised by custom_id, whoever built them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from discord import ui

from bot.views import custom_ids

if TYPE_CHECKING:
    import re

    import discord

    from bot.ballot.tokens import Token


class LastingButton(ui.DynamicItem[ui.Button[Any]], template="(?!)"):
    """A button by its template; a subclass names it and says what a press does.

    The template here matches nothing: only subclasses are ever registered.

    An error in ``callback`` would reach no one, so each callback works inside ``guarded``.
    """

    def __init__(self, item: Any, match: re.Match[str]) -> None:
        super().__init__(item)
        self.match = match

    @classmethod
    async def from_custom_id(
        cls, _: discord.Interaction, item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        return cls(item, match)


class RoundButton(LastingButton, template="(?!)"):
    """A button about a round."""

    @property
    def round_id(self) -> int:
        return custom_ids.round_of(self.match)


class TokenButton(RoundButton, template="(?!)"):
    """A button about one answer, for whoever holds its receipt."""

    @property
    def token(self) -> Token:
        return custom_ids.token_of(self.match)
