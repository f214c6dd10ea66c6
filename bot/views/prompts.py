"""A group's deck as an admin sees it: a list in pages, and one prompt as it will look."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import ui

from bot.rotation import Order
from bot.services.desk import Shelf
from bot.views import desk_ids
from bot.views.catalogue import answering, common
from bot.views.catalogue import prompts as words
from bot.views.layout import Reply, Sheet, button, fit_together, framed, rule, said, text_file

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.services.desk import DeckLine
    from bot.services.values import GroupCard

EDGE = discord.Colour(0x2F7F79)
ON_A_PAGE = 25
SHELVES = tuple(Shelf)
FILE_NAME = "prompt.txt"


def deck_list(group: GroupCard, lines: Sequence[DeckLine], shelf: Shelf, page: int) -> Sheet:
    """A page of those prompts that stand on the shelf, with their places in the whole deck."""
    asked = [line for line in lines if not line.retired]
    places = {line.prompt.key: place for place, line in enumerate(asked, start=1)}
    found = [line for line in lines if line.stands_on(shelf)]
    pages = max(1, -(-len(found) // ON_A_PAGE))
    page = min(page, pages - 1)
    shown = found[page * ON_A_PAGE : (page + 1) * ON_A_PAGE]
    listed = "\n".join(words.line(places.get(each.prompt.key), each) for each in shown)
    shuffled = words.SHUFFLED if group.plan.order is Order.SHUFFLED else ""
    heading = words.heading(shelf, len(found), page + 1, pages)
    turning = _turning(group.id, shelf, page, pages)
    return framed(EDGE, said(heading, listed or words.NOTHING_ON_IT, shuffled), *turning)


def as_it_looks(line: DeckLine) -> Sheet:
    """A prompt as the group would see it, and below it what only its authors need."""
    prompt = line.prompt
    return Sheet(
        ui.Container(
            said(answering.heading(prompt), prompt.invitation),
            _unpressable(),
            rule(),
            said(answering.CARE),
            accent_colour=EDGE,
        ),
        said(
            words.strands(prompt), words.poles(prompt), words.follow_up(prompt), words.key(prompt)
        ),
    )


def handed_back(sentence: str, typed: Sequence[str]) -> Reply:
    """What was typed and could not be stored, word for word; as a file where it is too long."""
    if not any(typed):
        return Reply(Sheet(said(sentence)))
    head, quoted = words.not_stored(sentence), [_quoted(text) for text in typed if text]
    if fit_together(head, *quoted):
        return Reply(Sheet(said(head), *map(said, quoted)))
    file = text_file(FILE_NAME, "\n\n".join(text for text in typed if text))
    return Reply(Sheet(said(head), ui.File(f"attachment://{FILE_NAME}")), (file,))


def _quoted(text: str) -> str:
    return f"```\n{text.replace('```', '` ` `')}\n```"


def _turning(group_id: int, shelf: Shelf, page: int, pages: int) -> tuple[ui.ActionRow[Any], ...]:
    number, buttons = SHELVES.index(shelf), []
    if page > 0:
        before = desk_ids.prompts(group_id, number, page - 1)
        buttons.append(button(common.PREVIOUS_PAGE, before))
    if page < pages - 1:
        buttons.append(button(common.NEXT_PAGE, desk_ids.prompts(group_id, number, page + 1)))
    return (ui.ActionRow(*buttons),) if buttons else ()


def _unpressable() -> ui.ActionRow[Any]:
    shown: ui.Button[Any] = ui.Button(
        label=answering.ANSWER_BUTTON,
        style=discord.ButtonStyle.primary,
        custom_id="desk:preview",
        disabled=True,
    )
    return ui.ActionRow(shown)
