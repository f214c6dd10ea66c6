"""``/schedule`` again: pauses, dates to leave out, and another prompt for a date."""

from __future__ import annotations

from datetime import date, timedelta

import discord
from discord import app_commands
from discord.app_commands import Choice

from bot.client import SupervisionBot, bot_of, caller_of
from bot.desk import (
    desk_group,
    offer_changed_dates,
    offer_dates,
    offer_groups,
    prompt_choices,
    subcommand,
    under,
)
from bot.errors import BadInput
from bot.replies import choices, respond
from bot.rotation import Dates, dates_from, parse_date
from bot.rotation.walltime import local
from bot.services.audit import Action
from bot.services.desk import Shelf
from bot.services.values import GroupCard
from bot.views import schedule as views
from bot.views.catalogue import desk as desk_words
from bot.views.catalogue import schedule as words

ONE_DAY = timedelta(days=1)


@subcommand(name="pause", description=words.PAUSE)
@app_commands.describe(until=words.UNTIL_OPTION, group=desk_words.GROUP_OPTION)
@app_commands.autocomplete(group=offer_groups)
async def pause(
    interaction: discord.Interaction, until: str | None = None, group: str | None = None
) -> None:
    card, bot = await desk_group(interaction, group), bot_of(interaction)
    today = _today(interaction, card)
    back = None if until is None else parse_date(until, today)
    if back == today:
        raise BadInput(words.UNTIL_NEEDS_A_LATER_DATE)
    dates = Dates(today, back - ONE_DAY if back else None)
    caller, now = caller_of(interaction), bot.now()
    before = await bot.services.schedule.pause(card.id, caller, dates, now)
    await _say(interaction, card, words.now_paused(dates, before))


@subcommand(name="resume", description=words.RESUME)
@app_commands.describe(group=desk_words.GROUP_OPTION)
@app_commands.autocomplete(group=offer_groups)
async def resume(interaction: discord.Interaction, group: str | None = None) -> None:
    card, bot = await desk_group(interaction, group), bot_of(interaction)
    await bot.services.schedule.resume(card.id, caller_of(interaction), bot.now())
    await _say(interaction, card, words.RESUMED)


@subcommand(name="skip", description=words.SKIP)
@app_commands.describe(day=words.DATE_OPTION, group=desk_words.GROUP_OPTION)
@app_commands.rename(day="date")
@app_commands.autocomplete(day=offer_dates, group=offer_groups)
async def skip(
    interaction: discord.Interaction, day: str | None = None, group: str | None = None
) -> None:
    card, bot = await desk_group(interaction, group), bot_of(interaction)
    chosen = None if day is None else parse_date(day, _today(interaction, card))
    skipped = await bot.services.schedule.skip(card.id, caller_of(interaction), chosen, bot.now())
    await _say(interaction, card, words.skipped(skipped))


@subcommand(name="leave-out", description=words.LEAVE_OUT)
@app_commands.describe(
    first=words.FIRST_OPTION, last=words.LAST_OPTION, group=desk_words.GROUP_OPTION
)
@app_commands.autocomplete(group=offer_groups)
async def leave_out(
    interaction: discord.Interaction, first: str, last: str | None = None, group: str | None = None
) -> None:
    card, bot = await desk_group(interaction, group), bot_of(interaction)
    today = _today(interaction, card)
    begins = parse_date(first, today)
    dates = dates_from(begins, begins if last is None else parse_date(last, today))
    caller, now = caller_of(interaction), bot.now()
    await bot.services.schedule.leave_out(card.id, caller, dates, now, Action.LEFT_OUT)
    await _say(interaction, card, words.now_left_out(dates))


@subcommand(name="bring-back", description=words.BRING_BACK)
@app_commands.describe(day=words.BACK_OPTION, group=desk_words.GROUP_OPTION)
@app_commands.rename(day="date")
@app_commands.autocomplete(day=offer_changed_dates, group=offer_groups)
async def bring_back(interaction: discord.Interaction, day: str, group: str | None = None) -> None:
    card, bot = await desk_group(interaction, group), bot_of(interaction)
    chosen = parse_date(day, _today(interaction, card))
    schedule, caller = bot.services.schedule, caller_of(interaction)
    back = await schedule.bring_back(card.id, caller, chosen, bot.now())
    await _say(interaction, card, words.brought_back(chosen, back))


@subcommand(name="swap", description=words.SWAP)
@app_commands.describe(
    day=words.SWAP_DATE_OPTION, prompt=words.PROMPT_OPTION, group=desk_words.GROUP_OPTION
)
@app_commands.rename(day="date")
@app_commands.autocomplete(day=offer_dates, group=offer_groups)
async def swap(
    interaction: discord.Interaction, day: str, prompt: str, group: str | None = None
) -> None:
    card, bot = await desk_group(interaction, group), bot_of(interaction)
    on = parse_date(day, _today(interaction, card))
    caller, now = caller_of(interaction), bot.now()
    chosen = await bot.services.schedule.swap(card.id, caller, on, prompt, now)
    await _say(interaction, card, words.swapped(on, chosen.title))


@swap.autocomplete("prompt")
@choices
async def offer_prompts(interaction: discord.Interaction, typed: str) -> list[Choice[str]]:
    return await prompt_choices(interaction, typed, Shelf.ENABLED)


def _today(interaction: discord.Interaction, card: GroupCard) -> date:
    """The date on the group's own wall."""
    return local(bot_of(interaction).now(), card.plan.recurrence.zone).date()


async def _say(interaction: discord.Interaction, card: GroupCard, sentence: str) -> None:
    """What was done, and when the next prompt comes."""
    bot = bot_of(interaction)
    table = await bot.services.outlook.timetable(card.id, card.guild_id, bot.now(), 1)
    await respond(interaction, f"{sentence}\n\n{views.next_date(table)}")


async def setup(bot: SupervisionBot) -> None:
    under(bot, "schedule", words.COMMAND, pause, resume, skip, leave_out, bring_back, swap)
