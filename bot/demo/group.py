"""The demo's group: its guild, the people one may look as, and what their admin has set up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import discord

from bot.rotation import Order, Recurrence
from bot.rotation.walltime import local
from bot.services.values import Caller, GroupPlan

if TYPE_CHECKING:
    from simcord import ChannelHandle, Env, MemberActor, RoleHandle

CLINICIANS = ("Asha", "Bram", "Imani", "Joel", "Noor", "Tomasz")
FACILITATOR = "Ruth (facilitator)"
ADMIN = "Alex (admin)"

WEEKS = 4
"""So long ago was the first prompt: enough for a look at what moves over time."""
DAYS_OPEN = 5
K = 3


@dataclass(frozen=True, slots=True)
class Practice:
    """A guild with the group's channel, and people who have not answered yet."""

    guild_id: int
    channel: ChannelHandle
    facilitators: RoleHandle
    clinicians: tuple[MemberActor, ...]
    facilitator: MemberActor
    admin: MemberActor

    @property
    def viewers(self) -> tuple[MemberActor, ...]:
        return (*self.clinicians, self.facilitator, self.admin)

    def plan(self, now: datetime, zone: str) -> GroupPlan:
        """What the admin has chosen, so that a prompt is due at ``now``."""
        return GroupPlan(
            self.channel.id,
            self.facilitators.id,
            due_now(now, zone),
            DAYS_OPEN,
            K,
            Order.IN_ORDER,
        )

    def colleague(self, number: int) -> Caller:
        """Somebody else of the group, as whom nobody can look."""
        return Caller(number, self.guild_id, ())

    def manager(self) -> Caller:
        """The admin, as the services see them."""
        return Caller(self.admin.id, self.guild_id, ())


def a_practice(env: Env) -> Practice:
    """Build the guild, in which nobody but the admin may manage anything."""
    guild = env.create_guild("Practice")
    facilitators = guild.create_role("Facilitator")
    admins = guild.create_role("Admin", permissions=discord.Permissions(manage_guild=True))

    def member(name: str, *roles: RoleHandle) -> MemberActor:
        user = env.create_user(name.partition(" ")[0].lower(), global_name=name)
        return guild.add_member(user, roles=roles)

    channel = guild.create_text_channel("supervision")
    guild.create_text_channel("thursday-group")  # For an admin who wants to set up another one.
    return Practice(
        guild.id,
        channel,
        facilitators,
        tuple(member(name) for name in CLINICIANS),
        member(FACILITATOR, facilitators),
        member(ADMIN, admins),
    )


def due_now(now: datetime, zone: str) -> Recurrence:
    """Every week at about this time: the latest slot came a minute or two before ``now``."""
    due = local(now - timedelta(minutes=1), zone)
    return Recurrence(
        weekday=due.weekday(),
        at=due.time().replace(second=0, microsecond=0),
        zone=zone,
        starts_on=due.date() - timedelta(weeks=WEEKS),
    )
