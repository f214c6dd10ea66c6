"""The second form behind the setup page: the group, its deck, how long texts stay, the reminder."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

import discord
from discord import SelectDefaultValue, SelectDefaultValueType, ui

from bot.errors import BadInput
from bot.rotation import Order
from bot.views.catalogue import setup_group as words
from bot.views.setup_draft import GroupExtras, SetupDraft, whole
from bot.views.setup_more import A_WHILE, labelled, line, new_form_id

OnGroup: TypeAlias = Callable[[discord.Interaction, "GroupTyped"], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class GroupTyped:
    """The form as it was filled in, readable or not, so that it can be reopened."""

    size: str
    order: str
    retention_days: str
    reminder_hours: str
    reminder_role_id: int | None

    @classmethod
    def of(cls, draft: SetupDraft) -> GroupTyped:
        extra = draft.extra
        return cls(
            str(extra.size or ""),
            extra.order,
            str(extra.retention_days),
            str(extra.reminder_hours or ""),
            extra.reminder_role_id,
        )

    def into(self, draft: SetupDraft) -> SetupDraft:
        """The draft with these settings. Raises BadInput."""
        hours = _optional(self.reminder_hours, words.HOURS_LABEL) or None
        if hours is None and self.reminder_role_id is not None:
            raise BadInput(words.ROLE_WITHOUT_HOURS)
        extra = GroupExtras(
            size=_optional(self.size, words.SIZE_LABEL),
            order=Order(self.order),
            retention_days=whole(self.retention_days, words.RETENTION_LABEL),
            reminder_hours=hours,
            reminder_role_id=self.reminder_role_id,
        )
        return draft.with_extra(extra)


class GroupForm(ui.Modal):
    """Asks for what most groups leave as it is."""

    def __init__(self, filled: GroupTyped, then: OnGroup) -> None:
        super().__init__(title=words.TITLE, timeout=A_WHILE, custom_id=new_form_id())
        self._then = then
        self._size = line("size", filled.size, required=False)
        self._order = _order(filled.order)
        self._retention = line("retention", filled.retention_days)
        self._hours = line("reminder_hours", filled.reminder_hours, required=False)
        self._role = _role(filled.reminder_role_id)
        self.add_item(labelled(words.SIZE_LABEL, words.SIZE_HINT, self._size))
        self.add_item(labelled(words.ORDER_LABEL, words.ORDER_HINT, self._order))
        self.add_item(labelled(words.RETENTION_LABEL, words.RETENTION_HINT, self._retention))
        self.add_item(labelled(words.HOURS_LABEL, words.HOURS_HINT, self._hours))
        self.add_item(labelled(words.ROLE_LABEL, words.ROLE_HINT, self._role))

    async def on_submit(self, interaction: discord.Interaction, /) -> None:
        role = self._role.values
        typed = GroupTyped(
            self._size.value,
            self._order.values[0],
            self._retention.value,
            self._hours.value,
            role[0].id if role else None,
        )
        await self._then(interaction, typed)


def _optional(typed: str, field: str) -> int | None:
    return whole(typed, field) if typed.strip() else None


def _order(chosen: str) -> ui.Select[Any]:
    menu: ui.Select[Any] = ui.Select(custom_id="order")
    for order in Order:
        menu.add_option(label=words.ORDERS[order], value=order, default=order == chosen)
    return menu


def _role(chosen: int | None) -> ui.RoleSelect[Any]:
    kind = SelectDefaultValueType.role
    return ui.RoleSelect(
        custom_id="reminder_role",
        required=False,
        min_values=0,
        default_values=[SelectDefaultValue(id=chosen, type=kind)] if chosen else [],
    )
