"""What an admin reads about a group's prompts: the list, one of them, the form, and files."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.services.desk import DeckLine, Shelf
    from prompts import Prompt

# --- the commands -----------------------------------------------------------------------------

COMMAND = "A group's prompts: look at them, write your own, choose what is asked."
LIST = "The prompts of this group's deck, in the order in which they are asked."
SHOW = "One prompt as it will look, with what can be ticked."
ADD = "Write a prompt of your own, in a form."
EDIT = "Change a prompt. A built-in one is copied first, and the copy takes its place."
ENABLE = "Ask a prompt that is disabled or retired."
DISABLE = "Do not ask a prompt for now."
MOVE = "Put a prompt at another place in the deck."
RETIRE = "Take a prompt of your own out of every deck of this server."
IMPORT = "Read prompts from a TOML or CSV file. All of them, or none if something is wrong."
EXPORT = "This group's deck as a file: to keep, to change elsewhere, to import again."

SHELF_OPTION = "Which prompts to list."
PROMPT_OPTION = "Type a word of its title."
PLACE_OPTION = "Its place in the deck; 1 is asked first."
FILE_OPTION = "A file whose name ends in .toml or .csv."
ONLY_OPTION = "Ask only what is in the file, in its order; everything else is disabled."
KIND_OPTION = "TOML holds everything; CSV is for spreadsheets and leaves out examples."

# --- the list ---------------------------------------------------------------------------------

NOTHING_ON_IT = "No prompt of this deck fits that."
SHUFFLED = "-# This group is asked in a shuffled order, without repeats; /setup changes that."


def heading(shelf: Shelf, count: int, page: int, pages: int) -> str:
    where = f", page {page} of {pages}" if pages > 1 else ""
    prompts = "1 prompt" if count == 1 else f"{count} prompts"
    return f"## The deck: {shelf}\n{prompts}{where}"


def line(place: int | None, each: DeckLine) -> str:
    """A retired prompt has no place."""
    marks = []
    if each.retired:
        marks.append("retired")
    elif not each.enabled:
        marks.append("disabled")
    if each.own:
        marks.append("your own")
    if each.last_asked:
        marks.append(f"asked {each.last_asked.day} {each.last_asked:%b %Y}")
    behind = f" · {', '.join(marks)}" if marks else ""
    return f"{'-' if place is None else f'{place}.'} **{each.prompt.title}**{behind}"


# --- one prompt -------------------------------------------------------------------------------


def strands(prompt: Prompt) -> str:
    lines = "\n".join(f"- {strand.label}" for strand in prompt.strands)
    return f"**To tick**\n{lines}"


def poles(prompt: Prompt) -> str:
    return f"**Poles:** {prompt.poles.left} | {prompt.poles.right}" if prompt.poles else ""


def follow_up(prompt: Prompt) -> str:
    return f"**For the meeting:** {prompt.follow_up}"


def key(prompt: Prompt) -> str:
    return f"-# Its key in files: `{prompt.key}`"


# --- the form ---------------------------------------------------------------------------------

NEW_TITLE = "A prompt of your own"
EDIT_TITLE = "Change a prompt"
TITLE_LABEL = "Title"
TITLE_HINT = "Up to 45 characters; it stands above the form in which people answer."
QUESTION_LABEL = "Question"
QUESTION_HINT = "Up to 300 characters."
INVITATION_LABEL = "Invitation"
INVITATION_HINT = "Up to 400 characters: to think of a moment in one's own practice."
POLES_LABEL = "Poles"
POLES_HINT = "Optional: two ends as left | right, up to 40 characters each."
STRANDS_LABEL = "Strands"
STRANDS_HINT = "Four to six codes that an answer may speak to."
STRANDS_PLACEHOLDER = "Choose four to six"

# --- what was done ----------------------------------------------------------------------------


def written(line: DeckLine, *, copied: bool) -> str:
    title = line.prompt.title
    if copied:
        return (
            f"“{title}” is a copy of your own now and takes the place of the built-in "
            "prompt, which is disabled and not lost. Rounds that were posted keep theirs."
        )
    return (
        f"“{title}” is stored{_and_then(line)}. Rounds that were posted keep theirs. "
        "/prompts show shows how it looks."
    )


def _and_then(line: DeckLine) -> str:
    if line.enabled:
        return " and will be asked"
    state = "retired" if line.retired else "disabled"
    return f". It is still {state}, so it is not asked; /prompts enable changes that"


def not_stored(sentence: str) -> str:
    return f"{sentence}\n\nThis is what you wrote:"


def enabled(title: str) -> str:
    return f"“{title}” will be asked."


def disabled(title: str) -> str:
    return f"“{title}” is no longer asked. /prompts enable takes that back."


def moved(title: str, place: int) -> str:
    return f"“{title}” stands at place {place} now."


def retired(title: str) -> str:
    return (
        f"“{title}” is retired: no group of this server is asked it any more. Rounds that asked "
        "it keep it, and /prompts enable brings it back."
    )


# --- files ------------------------------------------------------------------------------------

NOT_A_DECK = (
    "A deck is a file whose name ends in .toml or .csv. /prompts export gives you one to begin "
    "with. Nothing was changed."
)
NOT_READ = "Discord did not let the bot read that file. Please send it again; nothing was changed."
EXPORTED = "Here is the deck of this group, as it is now."


def too_large(most: int) -> str:
    return f"That file is too large for a deck: {most} KB are the most. Nothing was changed."


def imported(new: int, changed: int, known: int, disabled: int) -> str:
    told = (
        f"Imported: {new} new, {changed} changed, {known} already there. /prompts list shows them."
    )
    if not disabled:
        return told
    some = "1 prompt of the file is" if disabled == 1 else f"{disabled} prompts of the file are"
    return f"{told} {some} disabled here and left so; /prompts enable changes that."
