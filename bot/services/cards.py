"""Rows become values here, and only here."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.rotation.deck import Order
from bot.rotation.recurrence import Recurrence, Slot
from bot.services.values import GroupCard, GroupPlan, RoundCard, RoundState, Sharing
from prompts import Prompt

if TYPE_CHECKING:
    from datetime import datetime

    from db.models import Group, Outbox, Round


def recurrence_of(row: Group) -> Recurrence:
    return Recurrence(row.weekday, row.wall_time, row.zone, row.starts_on, row.every_weeks)


def slot_of(group: Group, line: Outbox) -> Slot:
    """The slot a message belongs to; one posted at an admin's wish has an hour of its own."""
    slot = recurrence_of(group).on(line.slot_on)
    return slot if line.slot_at is None else replace(slot, at=line.slot_at)


def slot_after(group: Group, slot: Slot, now: datetime) -> Slot:
    """The slot before which a round of this one has to close."""
    rule = recurrence_of(group)
    return rule.next_after(max(now, slot.at, rule.on(slot.on).at))


def group_card(row: Group) -> GroupCard:
    plan = GroupPlan(
        channel_id=row.channel_id,
        facilitator_role_id=row.facilitator_role_id,
        recurrence=recurrence_of(row),
        days_open=row.days_open,
        k=row.k,
        order=Order(row.deck_order),
        notices_channel_id=row.notices_channel_id,
        contacts=row.contacts,
        retention_days=row.retention_days,
        size=row.size,
        reminder_hours=row.reminder_hours,
        reminder_role_id=row.reminder_role_id,
        sharing=Sharing(row.sharing),
    )
    return GroupCard(row.id, row.guild_id, plan, row.due_at, row.forget_at)


def round_card(row: Round) -> RoundCard:
    return RoundCard(
        id=row.id,
        group_id=row.group_id,
        guild_id=row.guild_id,
        channel_id=row.channel_id,
        slot_on=row.slot_on,
        prompt=Prompt.from_dict(row.prompt),
        k=row.k,
        facilitator_role_id=row.facilitator_role_id,
        contacts=row.contacts,
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        extended=row.extended,
        state=RoundState(row.state),
        voices=row.voices,
        sharing=Sharing(row.sharing),
    )
