"""``/schedule``: what is ahead, its rhythm, a prompt at once, the reminder, and what happened."""

from __future__ import annotations

from dataclasses import replace

import discord
from discord import app_commands
from discord.app_commands import Choice

from bot.client import PERMISSIONS, SupervisionBot, bot_of, caller_of
from bot.desk import desk_group, offer_groups, subcommand, under
from bot.errors import BadInput
from bot.replies import choices, guarded, respond
from bot.rotation import known_zone, parse_wall_time, zones_matching
from bot.rotation.recurrence import MOST_WEEKS
from bot.views import desk_ids
from bot.views import schedule as views
from bot.views.admins import require_admin
from bot.views.buttons import LastingButton
from bot.views.catalogue import desk as desk_words
from bot.views.catalogue import schedule as words
from bot.views.catalogue.setup import WEEKDAYS
from bot.views.standing import reminder_trouble, troubles_seen

DAYS = [Choice(name=name, value=number) for number, name in enumerate(WEEKDAYS)]
LONGEST_REMINDER = 24 * 56


class PostNowButton(LastingButton, template=desk_ids.POST_NOW):
    """*Post it now*, after the question. A second press finds the round open and says so."""

    async def callback(self, interaction: discord.Interaction) -> None:
        async with guarded(interaction):
            require_admin(interaction)
            await interaction.response.defer(ephemeral=True, thinking=True)
            bot, group_id = bot_of(interaction), int(self.match["group"])
            card = await bot.services.at_once.post(group_id, caller_of(interaction), bot.now())
            await respond(interaction, words.posting(card.prompt.title))
            bot.dispatch("owed")


@subcommand(name="show", description=words.SHOW)
@app_commands.describe(group=desk_words.GROUP_OPTION)
@app_commands.autocomplete(group=offer_groups)
async def show(interaction: discord.Interaction, group: str | None = None) -> None:
    card, bot = await desk_group(interaction, group), bot_of(interaction)
    table = await bot.services.outlook.timetable(card.id, card.guild_id, bot.now())
    seen = troubles_seen(interaction, card.plan, PERMISSIONS, bot.now(), table.trouble)
    await respond(interaction, views.timetable(table, seen))


@subcommand(name="change", description=words.CHANGE)
@app_commands.describe(
    weekday=words.WEEKDAY_OPTION,
    time=words.TIME_OPTION,
    zone=words.ZONE_OPTION,
    weeks=words.WEEKS_OPTION,
    group=desk_words.GROUP_OPTION,
)
@app_commands.choices(weekday=DAYS)
@app_commands.autocomplete(group=offer_groups)
async def change(
    interaction: discord.Interaction,
    weekday: int | None = None,
    time: str | None = None,
    zone: str | None = None,
    weeks: app_commands.Range[int, 1, MOST_WEEKS] | None = None,
    group: str | None = None,
) -> None:
    card, bot = await desk_group(interaction, group), bot_of(interaction)
    if (weekday, time, zone, weeks) == (None, None, None, None):
        raise BadInput(words.NOTHING_TO_CHANGE)
    before = card.plan.recurrence
    after = replace(
        before,
        weekday=before.weekday if weekday is None else weekday,
        at=before.at if time is None else parse_wall_time(time),
        zone=before.zone if zone is None else known_zone(zone),
        every_weeks=weeks or before.every_weeks,
    )
    if card.forget_at is not None:
        raise BadInput(words.ending(card.forget_at))
    plan = replace(card.plan, recurrence=after)
    await bot.services.groups.set_up(plan, caller_of(interaction), bot.now())
    await _say(interaction, card.id, words.CHANGED)


@change.autocomplete("zone")
@choices
async def offer_zones(_: discord.Interaction, typed: str) -> list[Choice[str]]:
    return [Choice(name=name, value=name) for name in zones_matching(typed)]


@subcommand(name="now", description=words.NOW)
@app_commands.describe(group=desk_words.GROUP_OPTION)
@app_commands.autocomplete(group=offer_groups)
async def post_now(interaction: discord.Interaction, group: str | None = None) -> None:
    card, bot = await desk_group(interaction, group), bot_of(interaction)
    at_once = bot.services.at_once
    prompt, closes = await at_once.outlook(card.id, caller_of(interaction), bot.now())
    await respond(interaction, views.asking_to_post(card, prompt, closes))


@subcommand(name="reminder", description=words.REMINDER)
@app_commands.describe(
    hours=words.HOURS_OPTION, role=words.ROLE_OPTION, group=desk_words.GROUP_OPTION
)
@app_commands.autocomplete(group=offer_groups)
async def reminder(
    interaction: discord.Interaction,
    hours: app_commands.Range[int, 0, LONGEST_REMINDER],
    role: discord.Role | None = None,
    group: str | None = None,
) -> None:
    card, bot = await desk_group(interaction, group), bot_of(interaction)
    if role is not None and (wrong := reminder_trouble(role, card.plan.channel_id)):
        raise BadInput(wrong)
    chosen = role.id if role and hours else None
    plan = replace(card.plan, reminder_hours=hours or None, reminder_role_id=chosen)
    await bot.services.schedule.remind(card.id, caller_of(interaction), plan, bot.now())
    await respond(interaction, words.reminded(hours, chosen) if hours else words.NO_REMINDER)


@subcommand(name="lately", description=words.LATELY)
@app_commands.describe(group=desk_words.GROUP_OPTION)
@app_commands.autocomplete(group=offer_groups)
async def lately(interaction: discord.Interaction, group: str | None = None) -> None:
    card = await desk_group(interaction, group)
    happened = await bot_of(interaction).services.outlook.lately(card.id, card.guild_id)
    await respond(interaction, views.lately(happened))


async def _say(interaction: discord.Interaction, group_id: int, sentence: str) -> None:
    """What was done, and when the next prompt comes."""
    bot, guild_id = bot_of(interaction), caller_of(interaction).guild_id
    table = await bot.services.outlook.timetable(group_id, guild_id, bot.now(), 1)
    await respond(interaction, f"{sentence}\n\n{views.next_date(table)}")


async def setup(bot: SupervisionBot) -> None:
    bot.add_dynamic_items(PostNowButton)
    under(bot, "schedule", words.COMMAND, show, change, post_now, reminder, lately)
