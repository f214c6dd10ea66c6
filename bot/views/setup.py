"""The one page on which an admin sets a group up, or changes it.

It lives in memory for the person who opened it: it holds settings and no answers. Who comes back
after a quarter of an hour opens it anew and finds what they chose. Whatever is chosen is tried out
on the draft first; what cannot be used leaves the page as it was and says why.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias

import discord
from discord import ui

from bot.errors import BadInput, Refused
from bot.rotation import parse_wall_time
from bot.services.values import Sharing
from bot.views import setup_parts as parts
from bot.views.admins import require_admin
from bot.views.catalogue import setup as words
from bot.views.catalogue import setup_again as again
from bot.views.layout import Sheet, said
from bot.views.setup_checks import obstacles, role_trouble, still_there, typing_advice
from bot.views.setup_desk import Desk
from bot.views.setup_draft import MoreTyped, SetupDraft
from bot.views.setup_group import GroupForm, GroupTyped
from bot.views.setup_kept import left_by
from bot.views.setup_more import A_WHILE, MoreForm, TimeForm
from bot.views.standing import reminder_trouble

if TYPE_CHECKING:
    from bot.services.values import GroupCard

DATES_SHOWN = 4
Door: TypeAlias = Callable[[discord.Interaction, Any], Coroutine[Any, Any, None]]


class SetupPage(ui.LayoutView):
    """Opened by ``opened``; stored by *Start*, if Discord and the rules allow it."""

    def __init__(self, interaction: discord.Interaction, desk: Desk, zone: str) -> None:
        super().__init__(timeout=A_WHILE)
        self._last = interaction
        self._desk, self._zone, self._note = desk, zone, ""
        self._group: GroupCard | None = None
        self._lost: GroupCard | None = None
        self._draft = SetupDraft.fresh(zone, desk.now())
        self._typed: MoreTyped | None = None
        self._group_typed: GroupTyped | None = None
        self._doors: dict[str, Door] = {
            parts.CHANNEL: self._channel,
            parts.ROLE: self._role,
            parts.WEEKDAY: self._weekday,
            parts.TIME: self._time,
            parts.OTHER_TIME: self._other_time,
            parts.SHARING: self._sharing,
            parts.MORE: self._more,
            parts.GROUP: self._group_form,
            parts.START: self._start,
        }

    @classmethod
    async def opened(
        cls, interaction: discord.Interaction, desk: Desk, zone: str, channel_ids: list[int]
    ) -> SetupPage:
        """With what was left unfinished; else for the group of these channels, or a new one."""
        page = cls(interaction, desk, zone)
        draft = await page._in_channel(channel_ids) or page._draft
        left = await left_by(desk, interaction.user.id, page._zone, page._group)
        if left is not None:
            (draft, page._group), page._note = left, again.RESUMED
        await page._draw(draft)
        return page

    async def on_timeout(self) -> None:
        # Dismissed, or too old to be edited: then nobody is waiting for it.
        with suppress(Exception):
            await self._last.edit_original_response(view=Sheet(said(words.TIMED_OUT)))

    async def _through(self, door: Door, interaction: discord.Interaction, given: object) -> None:
        async with self._desk.guarded(interaction):
            require_admin(interaction)  # Whoever opened it may have lost the permission.
            if self.is_finished():
                raise Refused(words.FINISHED)
            await door(interaction, given)

    async def _try(
        self,
        interaction: discord.Interaction,
        change: Callable[[SetupDraft], SetupDraft],
        advice_if_not: str = "",
    ) -> bool:
        """Take a change over if it can be used, and show the page; say whether it was."""
        used, self._note = True, ""
        try:
            await self._draw(change(self._draft))
            self._desk.kept.keep(self._desk.guild.id, interaction.user.id, self._draft)
        except BadInput as why:
            used = False
            await self._draw(self._draft, f"{why} {advice_if_not}".rstrip())
        await interaction.response.edit_message(view=self)
        self._last = interaction
        return used

    async def _draw(self, draft: SetupDraft, *warnings: str) -> None:
        """Make ``draft`` the page's own. Raises BadInput, and then nothing has changed."""
        desk = self._desk
        prompt, slots = await desk.preview(draft.plan(desk.now()), DATES_SHOWN, self._lost)
        self._draft = draft
        advice = typing_advice(desk.guild, draft)
        shown = parts.Shown(
            draft, self._group, prompt, slots, (*warnings, *self._obstacles()), advice, self._note
        )
        self.clear_items()
        self.add_item(parts.drawn(shown))
        self._listen()

    def _listen(self) -> None:
        for item in self.walk_children():
            door = self._doors.get(getattr(item, "custom_id", ""))
            if door is not None:
                item.callback = partial(  # type: ignore[method-assign]
                    self._through, door, given=item
                )

    def _obstacles(self) -> tuple[str, ...]:
        return obstacles(self._desk.guild, self._draft, self._desk.needed)

    async def _in_channel(self, channel_ids: list[int]) -> SetupDraft | None:
        """Turn to the group of a channel; give its settings, or None where there is no group."""
        self._group, self._lost = await self._desk.group_of(channel_ids), None
        if self._group is None:
            return None
        return still_there(self._desk.guild, SetupDraft.of(self._group, self._zone))

    async def _channel(self, interaction: discord.Interaction, menu: ui.ChannelSelect[Any]) -> None:
        chosen = menu.values[0].id
        known = await self._in_channel([chosen]) or await self._moved_to(chosen)
        await self._try(interaction, lambda draft: known or draft.moved_to(chosen))

    async def _moved_to(self, channel_id: int) -> SetupDraft | None:
        """Turn to the group that has lost its channel; give its settings for this one."""
        self._group = self._lost = await self._desk.group_without_channel()
        if self._lost is None:
            return None
        settings = still_there(self._desk.guild, SetupDraft.of(self._lost, self._zone))
        return replace(settings, channel_id=channel_id)

    async def _role(self, interaction: discord.Interaction, menu: ui.RoleSelect[Any]) -> None:
        chosen = menu.values[0].id

        def change(draft: SetupDraft) -> SetupDraft:
            trouble = role_trouble(self._desk.guild, chosen)
            if trouble:
                raise BadInput(trouble)
            return replace(draft, role_id=chosen)

        await self._try(interaction, change)

    async def _weekday(self, interaction: discord.Interaction, menu: ui.Select[Any]) -> None:
        await self._try(interaction, lambda draft: replace(draft, weekday=int(menu.values[0])))

    async def _sharing(self, interaction: discord.Interaction, menu: ui.Select[Any]) -> None:
        chosen = Sharing(menu.values[0])
        await self._try(interaction, lambda draft: replace(draft, sharing=chosen))

    async def _time(self, interaction: discord.Interaction, menu: ui.Select[Any]) -> None:
        await self._time_typed(interaction, menu.values[0])

    async def _time_typed(self, interaction: discord.Interaction, typed: str) -> None:
        await self._try(interaction, lambda draft: replace(draft, at=parse_wall_time(typed)))

    async def _other_time(self, interaction: discord.Interaction, _: ui.Button[Any]) -> None:
        form = TimeForm(self._draft.at, partial(self._through, self._time_typed))
        await self._open(interaction, form)

    async def _more(self, interaction: discord.Interaction, _: ui.Button[Any]) -> None:
        filled = self._typed or MoreTyped.of(self._draft)
        await self._open(interaction, MoreForm(filled, partial(self._through, self._more_typed)))

    async def _more_typed(self, interaction: discord.Interaction, typed: MoreTyped) -> None:
        used = await self._try(interaction, typed.into, words.TYPED_IS_KEPT)
        self._typed = None if used else typed

    async def _group_form(self, interaction: discord.Interaction, _: ui.Button[Any]) -> None:
        filled = self._group_typed or GroupTyped.of(self._draft)
        await self._open(interaction, GroupForm(filled, partial(self._through, self._group_sent)))

    async def _group_sent(self, interaction: discord.Interaction, typed: GroupTyped) -> None:
        def change(draft: SetupDraft) -> SetupDraft:
            role = self._desk.guild.get_role(typed.reminder_role_id or 0)
            wrong = reminder_trouble(role, draft.channel_id or 0) if role else ""
            if wrong:
                raise BadInput(wrong)
            return typed.into(draft)

        used = await self._try(interaction, change, words.TYPED_IS_KEPT_TOO)
        self._group_typed = None if used else typed

    async def _open(self, interaction: discord.Interaction, form: ui.Modal) -> None:
        self._desk.forms.add(form.custom_id)
        await interaction.response.send_modal(form)

    async def _start(self, interaction: discord.Interaction, _: ui.Button[Any]) -> None:
        """Store the group, unless something stands in the way by now."""
        if self._obstacles():
            await self._try(interaction, lambda draft: draft)
            return
        await interaction.response.defer()
        plan = self._draft.plan(self._desk.now())
        group = await self._desk.store(plan, interaction, self._lost)
        self.stop()
        self._desk.kept.drop(self._desk.guild.id, interaction.user.id)
        done = parts.confirmation(group, self._group)
        await interaction.edit_original_response(view=done)
