"""What the services refuse, in words: the part of the catalogue that lies below the views.

Services know nothing of Discord and may not import its views, so the sentences that they raise with
BadInput stand here, on the same terms as in ``bot.views.catalogue``. Each says that nothing
happened.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

# --- slots -------------------------------------------------------------------------------------

GROUP_IS_ENDING = (
    "This group is about to be forgotten, so nothing is changed or posted. /setup in its "
    "channel takes it back first."
)

# --- guarding ----------------------------------------------------------------------------------

POINTS_TO_A_PERSON = "Something in your answer may point to a real person. Nothing was stored."
GUARD_FAILED = (
    "Your answer could not be checked for names and other identifiers, so nothing was "
    "stored. Please try again; if it happens again, tell whoever runs the bot."
)


def word_length(most: int) -> str:
    return (
        f"A word or phrase to let pass has 1 to {most} characters, and all of them can be seen. "
        "Nothing was changed."
    )


def too_many_words(most: int) -> str:
    return f"This group already lets {most} words pass. Take one back first; nothing was changed."


NOT_ON_THE_LIST = "This word is not on the group's list. Nothing was changed."

# --- schedule ----------------------------------------------------------------------------------

LEFT_OUT_ALREADY = "These dates are left out already. Nothing was changed."


def too_many_ranges(most: int) -> str:
    return (
        f"{most} times are left out already; take one back first with /schedule bring-back. "
        "Nothing was changed."
    )


PAUSED_ALREADY = "The prompts are paused, so there is no date to skip."
NOT_PAUSED = "The prompts are not paused, so there is nothing to resume."


def nothing_to_bring_back(day: date) -> str:
    return f"{day} is not left out, and no prompt was chosen for it. Nothing was changed."


def no_prompt_on(day: date, following: date | None) -> str:
    following_is = f" The next one comes on {following}." if following else ""
    return (
        f"No prompt is planned for {day}: it is not one of the group's dates, or it is left out."
        f"{following_is} Choose a date from the list that appears. Nothing was changed."
    )


NO_SUCH_ENABLED_PROMPT = (
    "This group's deck has no such prompt, or it is disabled. Choose one from the list that "
    "appears. Nothing was changed."
)

# --- at_once -----------------------------------------------------------------------------------

ROUND_IS_OPEN = (
    "A round is open, and a group has one at a time. Its facilitator can close it with "
    "/close; otherwise it closes by itself. Nothing was posted."
)
ONE_A_DAY = "A prompt has already come today: one a day. Nothing was posted."

# --- plans -------------------------------------------------------------------------------------


def smallest_number(least: int, most: int) -> str:
    return (
        f"The smallest number of voices is a whole number from {least} to {most}; with fewer than "
        f"{least} people an answer could be guessed. Nothing was changed."
    )


def days_open(most: int) -> str:
    return (
        f"A round can stay open from 1 to {most} days: it closes before the next prompt comes. "
        "Nothing was changed."
    )


def days_kept(most: int) -> str:
    return (
        f"Texts can be kept from 1 to {most} days after a round closes; the counts stay. Nothing "
        "was changed."
    )


def group_size(least: int, most: int) -> str:
    return (
        f"A group has from {least} to {most} people. Leave the field empty if you would rather "
        "not say. Nothing was changed."
    )


def reminder_hours(most: int) -> str:
    return (
        f"A reminder can come from 1 to {most} hours before a round of this length closes. "
        "Nothing was changed."
    )


CONTACTS_UNREADABLE = "The care contacts hold a character that cannot be kept. Nothing was changed."
GROUP_WAS_MOVED = (
    "This group has another channel by now: somebody else has just moved it. Nothing was changed. "
    "Please open /setup again."
)
CHANNEL_IS_ELSEWHERE = "This channel belongs to another server. Nothing was changed."


def contacts_length(found: int, most: int) -> str:
    return (
        f"The care contacts have {found} characters; {most} fit on a prompt. Nothing was changed."
    )


# --- sharing -----------------------------------------------------------------------------------

BEING_READ = (
    "The answers are still being read for themes. Open the summary again in a minute or two, and "
    "share it then. Nothing was posted."
)
NOT_SHARED = "This summary is not shared with the group. Nothing was changed."
BEING_TAKEN_BACK = "The earlier message is still being taken back. Try again in two minutes."

# --- shaping -----------------------------------------------------------------------------------

SHARED_AS_IT_IS = (
    "This summary is shared, and its themes stay as the group read them. To change them, press "
    "*Take it back* below the summary first, and share it again afterwards. Nothing was changed."
)

NAME_POINTS_TO_A_PERSON = (
    "This name may point to a real person, and the group would read it. Choose other words, or let "
    "them pass with /guard. Nothing was changed."
)

NAME_REPEATS = (
    "This name repeats, word for word, what an author let only you read, and the group would read "
    "it. Choose words of your own. Nothing was changed."
)


def name_length(most: int) -> str:
    return f"A name has 1 to {most} characters. Nothing was changed."
