"""Rows become values here, and only here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.rotation.deck import Order
from bot.rotation.recurrence import Recurrence
from bot.services.values import GroupCard, GroupPlan, RoundCard, RoundState
from prompts import Prompt

if TYPE_CHECKING:
    from db.models import Group, Round


def recurrence_of(row: Group) -> Recurrence:
    return Recurrence(row.weekday, row.wall_time, row.zone, row.starts_on, row.every_weeks)


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
    )
    return GroupCard(row.id, row.guild_id, plan, row.due_at, row.forget_at)


def round_card(row: Round) -> RoundCard:
    return RoundCard(
        id=row.id,
        group_id=row.group_id,
        guild_id=row.guild_id,
        channel_id=row.channel_id,
        prompt=Prompt.from_dict(row.prompt),
        k=row.k,
        facilitator_role_id=row.facilitator_role_id,
        contacts=row.contacts,
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        extended=row.extended,
        state=RoundState(row.state),
        voices=row.voices,
    )
