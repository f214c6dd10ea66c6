"""What an admin reads about a group's dates: what is ahead, what was changed, what happened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord.utils import format_dt

from bot.services.desk import Fate
from bot.views.catalogue.desk import dates, day

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from bot.rotation.dates import Dates
    from bot.services.desk import BroughtBack, Happened

# --- the commands -----------------------------------------------------------------------------

COMMAND = "A group's dates: what will be asked when, and changes to it."
SHOW = "The next eight dates with their prompts, and whatever stands in their way."
CHANGE = "Another weekday, time, time zone or rhythm for the prompts to come."
PAUSE = "No prompts for a while: until a date, or until you resume them."
RESUME = "End a pause: prompts come again."
SKIP = "Leave one date out."
LEAVE_OUT = "Leave out a date or a range of dates, such as holidays."
BRING_BACK = "Take back dates left out, or the prompt chosen for a date."
SWAP = "Choose the prompt for one date; the one it pushes aside comes later."
NOW = "Post the next prompt at once. Asks first."
REMINDER = "Remind the group once before each round closes, or stop doing so."
LATELY = "What became of the last ten dates: posted, blocked or missed, and why."

WEEKDAY_OPTION = "The day of the prompt."
TIME_OPTION = "Local time on the 24-hour clock, for example 18:30."
ZONE_OPTION = "The group's time zone: type the name of the nearest large city."
WEEKS_OPTION = "Every how many weeks a prompt comes."
UNTIL_OPTION = "The first date on which prompts may come again, for example 2026-09-01."
DATE_OPTION = "One of the group's dates; without it, the next one."
FIRST_OPTION = "The first date to leave out, for example 2026-12-21."
LAST_OPTION = "The last date to leave out; without it, just the first."
BACK_OPTION = "A date that is left out, or for which a prompt was chosen."
SWAP_DATE_OPTION = "One of the group's dates."
PROMPT_OPTION = "The prompt to ask on that date: type a word of its title."
HOURS_OPTION = "How many hours before a round closes; 0 for no reminder."
ROLE_OPTION = "A role to call, which must be mentionable; without it, nobody is called."

# --- /schedule show ---------------------------------------------------------------------------

TITLE = "## What will be asked, and when"
NOTHING_AHEAD = "No date is planned while the prompts are paused."
NOTHING_COMES = "No date is planned: this group ends."
CHOSEN = " · chosen by an admin"


def rhythm(channel_id: int, weekday: str, at: str, zone: str, every_weeks: int) -> str:
    often = "every week" if every_weeks == 1 else f"every {every_weeks} weeks"
    return f"<#{channel_id}>: {weekday}s at {at}, local time in {zone}, {often}."


def date_ahead(at: datetime, title: str, *, chosen: bool) -> str:
    return f"- {format_dt(at, 'F')} · **{title}**{CHOSEN if chosen else ''}"


def paused(pause: Dates) -> str:
    if pause.last is None:
        return "**Paused** until somebody uses /schedule resume. No prompt comes before that."
    return f"**Paused**: no prompt comes on the dates {dates(pause)}."


def left_out(ranges: Sequence[Dates]) -> str:
    lines = "\n".join(f"- {dates(each)}" for each in ranges)
    return f"**Left out**\n{lines}"


def open_round(title: str, closes_at: datetime) -> str:
    return (
        f"**Open now:** “{title}”, until {format_dt(closes_at, 'F')}, {format_dt(closes_at, 'R')}."
    )


def reminder(hours: int | None, role_id: int | None) -> str:
    if hours is None:
        return "-# No reminder before a round closes."
    called = f", and calls <@&{role_id}>" if role_id else ", and calls nobody"
    return f"-# A reminder comes {_hours(hours)} before a round closes{called}."


def ending(forget_at: datetime) -> str:
    return (
        f"**This group ends** {format_dt(forget_at, 'R')}: no prompt comes any more. /setup in its "
        "channel takes it back until then."
    )


# --- what was changed -------------------------------------------------------------------------

NOTHING_TO_CHANGE = (
    "Say what to change: a weekday, a time, a time zone or every how many weeks. /setup shows "
    "everything on one page. Nothing was changed."
)
CHANGED = "The rhythm is changed for rounds to come; an open round keeps its own."
RESUMED = "The prompts come again."
PAUSE_IS_OVER = "The pause is over: the prompts come again."
UNTIL_NEEDS_A_LATER_DATE = (
    "Prompts may come again on a date after today. For today alone use /schedule skip. Nothing was "
    "changed."
)


def now_paused(pause: Dates, before: Sequence[Dates]) -> str:
    """``before``: what left today out until now."""
    if not before:
        return paused(pause)
    return f"{paused(pause)} This takes the place of what was left out before: {_listed(before)}."


def brought_back(on: date, back: BroughtBack) -> str:
    """Ranges are named as a whole: one date of them brings back all."""
    chosen = [f"the prompt chosen for {day(on)}"] if back.chosen else []
    said = f"Taken back: {'; '.join([*map(dates, back.left_out), *chosen])}."
    return f"{said} {PAUSE_IS_OVER}" if back.pause_over else said


def skipped(on: date) -> str:
    return f"No prompt comes on {day(on)}."


def now_left_out(these: Dates) -> str:
    return f"Left out: {dates(these)}."


def swapped(on: date, title: str) -> str:
    return f"“{title}” will be asked on {day(on)}. The prompt it pushes aside comes later."


def _listed(ranges: Sequence[Dates]) -> str:
    return "; ".join(map(dates, ranges))


def next_date(at: datetime | None) -> str:
    if at is None:
        return "No further prompt is planned until then."
    return f"The next prompt comes on {format_dt(at, 'F')}, {format_dt(at, 'R')}."


# --- post now ---------------------------------------------------------------------------------

POST_NOW_BUTTON = "Post it now"


def ask_to_post(channel_id: int, title: str, closes_at: datetime) -> str:
    return (
        f"**Post a prompt to <#{channel_id}> now?** It would be “{title}”, open until "
        f"{format_dt(closes_at, 'F')}. If the group has a date today, this takes its place; all "
        "other dates stay.\n-# If you would rather not, leave this message alone."
    )


def posting(title: str) -> str:
    return f"“{title}” is on its way to the channel."


# --- the reminder -----------------------------------------------------------------------------

NO_REMINDER = "From now on no reminder comes before a round closes."
ROLE_IS_EVERYONE = (
    "@\u200beveryone cannot be called: a reminder is for the group alone. Choose the group's own "
    "role, or none. Nothing was changed."
)


def role_not_mentionable(role_id: int) -> str:
    return (
        f"<@&{role_id}> cannot be mentioned by the bot. Turn on *Allow anyone to @mention this "
        "role* under *Server Settings → Roles*, or leave the role out. Nothing was changed."
    )


def reminded(hours: int, role_id: int | None) -> str:
    called = f"It calls <@&{role_id}>" if role_id else "It calls nobody"
    return (
        f"A reminder comes {_hours(hours)} before a round closes, also before an open one does "
        f"unless that hour is over. {called}, and names nobody: who has answered is not told."
    )


def _hours(hours: int) -> str:
    return "1 hour" if hours == 1 else f"{hours} hours"


# --- what happened lately ---------------------------------------------------------------------

LATELY_TITLE = "## What became of the last dates"
NOTHING_YET = "No date has come yet."
FATES = {
    Fate.POSTED: "posted",
    Fate.BLOCKED: "blocked: Discord does not let the bot post it; it goes on trying",
    Fate.ON_ITS_WAY: "on its way",
    Fate.REFUSED: "missed: Discord did not let the bot post it in time",
    Fate.TOO_LATE: (
        "missed: the bot was not running, or could not reach Discord, until it was too late"
    ),
}


def happened(what: Happened) -> str:
    title = f" · {what.title}" if what.title else ""
    return f"- {day(what.on)}{title}: {FATES[what.fate]}"
