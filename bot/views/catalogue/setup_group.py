"""What an admin reads about the group itself: its size, its deck, retention, reminders."""

from __future__ import annotations

from bot.rotation import Order, chance_below
from bot.services.values import Sharing

BUTTON = "Group and deck"
TITLE = "Group and deck"
SIZE_LABEL = "How many people are in the group"
SIZE_HINT = "Optional, without facilitators. The page then says what the number needed means."
ORDER_LABEL = "Order of the prompts"
ORDER_HINT = "Either way none comes again before all have been asked."
RETENTION_LABEL = "Days that texts are kept"
RETENTION_HINT = "After a round closes, 1 to 730. Then its words are destroyed; the counts stay."
HOURS_LABEL = "Reminder: hours before a round closes"
HOURS_HINT = "Optional. It comes once, and names nobody."
ROLE_LABEL = "Role that the reminder calls"
ROLE_HINT = "Optional. The bot must be able to mention it; without one nobody is called."
ROLE_WITHOUT_HOURS = (
    "A role to remind was chosen, but not when. Write how many hours before a round closes, or "
    "leave the role out. Nothing was changed."
)
ORDERS = {
    Order.IN_ORDER: "In the order of the deck",
    Order.SHUFFLED: "Shuffled, without repeats",
}

SHARING = {
    Sharing.FACILITATOR: "The group sees a summary when a facilitator shares it",
    Sharing.COUNTS: "The group sees the counts at close, words when they are shared",
}
SHARING_SAID = {
    Sharing.FACILITATOR: (
        "The group sees a summary only when a facilitator shares it. After three days the bot "
        "says once, where it says that a summary is ready, that it was not shared."
    ),
    Sharing.COUNTS: (
        "When a round closes the group sees the counts of what was ticked at once; words only when "
        "a facilitator shares them."
    ),
}


def meaning(size: int | None, k: int) -> str:
    """What k means for a group of this size, in weeks of a hundred."""
    if size is None:
        return "-# *Group and deck* takes the group's size and says what that number means for it."
    others = [each for each in (3, 4) if each != k][:1]
    said = f"{_missed(size, k)}; with {others[0]}, in {_weeks(size, others[0])}"
    return (
        f"-# {size} people who answer six times in ten miss the {k} {said}. For up to eight people "
        "the bot proposes 3, for more 4."
    )


def extras(order: Order, retention_days: int, hours: int | None, role_id: int | None) -> str:
    called = f", calling <@&{role_id}>" if role_id else ", calling nobody"
    reminder = "No reminder" if hours is None else f"A reminder {hours} h before closing{called}"
    days = "1 day" if retention_days == 1 else f"{retention_days} days"
    return f"-# Prompts: {ORDERS[order].lower()}. Texts are kept for {days}. {reminder}."


def _missed(size: int, k: int) -> str:
    return f"in {_weeks(size, k)} of 100 weeks"


def _weeks(size: int, k: int) -> int:
    return round(100 * chance_below(size, k))
