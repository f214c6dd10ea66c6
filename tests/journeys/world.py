"""A small Discord for the journeys: people who press, type and read.

All that the journeys know of simcord stands here, so that another simulation could take its place.
It adds what a person would notice and simcord does not: a press or command that nobody answers.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, TypeAlias

import discord
from discord.app_commands import AppCommandError
from simcord import (
    ChannelHandle,
    Env,
    GuildHandle,
    InteractionResult,
    MemberActor,
    ResponseMessage,
    RoleHandle,
)
from simcord.backend.models import Overwrite
from simcord.enums import ComponentType, OverwriteType

Message: TypeAlias = discord.Message | ResponseMessage
Shown: TypeAlias = InteractionResult | Message

ANSWER = "Answer anonymously"


class Clock:
    """A clock that moves when it is told to. Calling it gives the instant, as aware UTC."""

    def __init__(self, now: datetime = datetime(2026, 3, 2, 17, 30, tzinfo=UTC)) -> None:
        self._now = now

    def __call__(self) -> datetime:
        return self._now

    def advance(self, by: timedelta) -> None:
        self._now += by


@dataclass(frozen=True, slots=True)
class World:
    """One guild with one group's channel and the people of the group."""

    env: Env
    clock: Clock
    guild: GuildHandle
    channel: ChannelHandle
    facilitators: RoleHandle
    admin: MemberActor
    facilitator: MemberActor
    clinicians: tuple[MemberActor, ...]

    async def pass_time(self, by: timedelta, *, tick: timedelta = timedelta(minutes=1)) -> None:
        """Let ``by`` pass, then long enough for the bot's ticker to notice: ``tick``."""
        self.clock.advance(by)
        await self.env.advance_time(tick.total_seconds())

    async def restart(self, bot: discord.Client) -> None:
        """End the process and start another: ``bot`` finds Discord as the old one left it."""
        ended = self.env.bot
        await self.env.restart_bot(bot)
        await ended.close()

    async def forbid_bot(self, channel: ChannelHandle, *permissions: str) -> None:
        """Take these permissions from the bot in one channel; none gives them all back."""
        me = self.env.backend.bot_user.id
        deny = discord.Permissions(**dict.fromkeys(permissions, True)).value
        self.env.backend.set_overwrite(channel.id, Overwrite(me, OverwriteType.MEMBER, 0, deny))
        await self.env.settle()

    async def hand_role(self, giver: MemberActor, taker: MemberActor, role: RoleHandle) -> None:
        """Move a role from one person to another, as a group that rotates the chair does."""
        self.env.backend.remove_member_role(role.guild.id, giver.id, role.id)
        self.env.backend.add_member_role(role.guild.id, taker.id, role.id)
        await self.env.settle()


@asynccontextmanager
async def running(bot: discord.Client) -> AsyncIterator[Env]:
    """A Discord with ``bot`` logged in and ready; whichever bot runs at the end is closed.

    Raises, as a group, what the bot left unhandled. What a command raises is not counted: the
    tree answers it and logs what nobody expected, and the tests look at the log.
    """
    env = Env(bot, check_errors=False)
    # While the bot works simcord looks every 50 ms whether it is done, so each press would take
    # that long; a journey has dozens of them.
    env._settle_internal = partial(env._settle_internal, idle=0.002)  # type: ignore[method-assign]
    try:
        await env.start()
        yield env
    finally:
        await env.shutdown()
        await env.bot.close()
    unhandled = [error for error in env.errors if not isinstance(error, AppCommandError)]
    if unhandled:
        raise BaseExceptionGroup("the bot left errors unhandled", unhandled)


def a_world(env: Env, clock: Clock, *, clinicians: int = 6) -> World:
    """A guild as a practice would have it: nobody but the admin may manage anything."""
    guild = env.create_guild("Practice")
    facilitators = guild.create_role("Facilitator")
    admins = guild.create_role("Admin", permissions=discord.Permissions(manage_guild=True))
    names = [f"clinician-{number}" for number in range(1, clinicians + 1)]
    return World(
        env,
        clock,
        guild,
        guild.create_text_channel("supervision"),
        facilitators,
        admin=guild.add_member(env.create_user("alex"), roles=[admins]),
        facilitator=guild.add_member(env.create_user("farah"), roles=[facilitators]),
        clinicians=tuple(guild.add_member(env.create_user(name)) for name in names),
    )


async def command(
    member: MemberActor, channel: ChannelHandle, name: str, /, **options: object
) -> InteractionResult:
    """Use a slash command; ``name`` holds its subcommand too: "schedule show"."""
    return _answered(await member.slash(channel, name, **options), f"/{name}")


async def press(member: MemberActor, shown: Shown, label: str) -> InteractionResult:
    """Press the button with this label on a message, or on what a command replied."""
    return _answered(await member.click(_messages(shown)[-1], label=label), label)


async def press_one(member: MemberActor, shown: Shown, custom_id: str) -> InteractionResult:
    """Press one of several buttons that bear the same label."""
    return _answered(await member.click(_messages(shown)[-1], custom_id=custom_id), custom_id)


async def choose(
    member: MemberActor, shown: Shown, custom_id: str, *values: object
) -> InteractionResult:
    """Choose in a menu: strings, or handles of roles, channels and people."""
    message = _messages(shown)[-1]
    return _answered(await member.select(message, values, custom_id=custom_id), custom_id)


async def submit(
    member: MemberActor, form: InteractionResult, /, **fields: object
) -> InteractionResult:
    """Send the form that a press or command opened; ``fields`` by their custom_id."""
    assert form.modal is not None, f"no form opened; the bot said: {texts(form)}"
    return _answered(await member.submit_modal(form, fields), form.modal["title"])


def from_another_client(form: InteractionResult, custom_id: str | None = None) -> InteractionResult:
    """The same form in a client that keeps no rules: sent again, too long, or as another form."""
    inner = form._interaction
    inner.modal_consumed = False
    assert inner.modal is not None
    inner.modal["custom_id"] = custom_id or inner.modal["custom_id"]
    for part in _parts(inner.modal["components"]):
        part.pop("max_length", None)
    return form


async def answer(
    member: MemberActor,
    post: Shown,
    text: str,
    *,
    leave: str = "group",
    strands: Sequence[str] = (),
    position: int | None = None,
) -> InteractionResult:
    """Answer the round of a prompt: press, fill in, send. Gives the reply: the receipt.

    ``strands`` are codes, ``position`` is 1 to 5 from the left pole.
    """
    form = await press(member, post, ANSWER)
    placed = {} if position is None else {"position": str(position)}
    return await submit(member, form, text=text, leave=leave, strands=list(strands), **placed)


def texts(shown: Shown) -> str:
    """All that a person reads in it, from top to bottom, but for its buttons."""
    keys = ("title", "label", "content", "description", "placeholder")
    parts = (part for part in _parts(_top(shown)) if part.get("type") != ComponentType.BUTTON)
    return "\n".join(str(part[key]) for part in parts for key in keys if part.get(key))


def buttons(shown: Shown) -> tuple[str, ...]:
    """The labels of the buttons that can be pressed."""
    parts = (part for part in _parts(_top(shown)) if part.get("type") == ComponentType.BUTTON)
    return tuple(part["label"] for part in parts if not part.get("disabled"))


async def files(shown: Shown) -> dict[str, bytes]:
    """The files that came with it, by name."""
    return {a.filename: await a.read() for m in _messages(shown) for a in m.attachments}


def posts(channel: ChannelHandle) -> list[discord.Message]:
    """What everybody in the channel sees, oldest first; private replies are not among it."""
    return [message for message in channel.history() if not message.flags.ephemeral]


def prompt_in(channel: ChannelHandle) -> discord.Message:
    """The newest message that can be answered. Raises IndexError if there is none."""
    return [message for message in posts(channel) if ANSWER in buttons(message)][-1]


def seen_by(member: MemberActor, channel: ChannelHandle) -> str:
    """Everything this person could read in the channel, private replies to them included."""
    return "\n".join(texts(message) for message in channel.history(viewer=member))


def _answered(result: InteractionResult, what: str) -> InteractionResult:
    assert result.acknowledged, f"nobody answered {what!r}; a person would see a failure"
    return result


def _messages(shown: Shown) -> list[Message]:
    if not isinstance(shown, InteractionResult):
        return [shown]
    return [message for message in (shown.response, *shown.followups) if message is not None]


def _top(shown: Shown) -> Iterator[Any]:
    if isinstance(shown, InteractionResult) and shown.modal is not None:
        yield shown.modal
    for message in _messages(shown):
        yield {"content": message.content}
        yield from (p if isinstance(p, dict) else p.to_dict() for p in message.components)


def _parts(components: Iterable[Any]) -> Iterator[dict[str, Any]]:
    for part in components:
        yield part
        for key in ("components", "options", "items"):
            yield from _parts(part.get(key) or ())
        yield from _parts(part[key] for key in ("accessory", "component") if part.get(key))
