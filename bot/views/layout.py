"""What our messages and forms have in common, before anything is said in them.

discord.py keeps every view it sends until that view has finished, to find the clicks on it. Ours
are found by their custom_id, across restarts; so each one says that it has finished before it is
sent, and no answer's text outlives its message in the bot's memory.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any, TypeAlias

import discord
from discord import ui

TEXT_IN_ALL = 4000
"""Discord's limit for all text displays of a message together, in characters."""

Part: TypeAlias = ui.Item[Any]


class Sheet(ui.LayoutView):
    """A message of Components V2 that nobody waits for."""

    def __init__(self, *parts: Part) -> None:
        super().__init__(timeout=None)
        for part in parts:
            self.add_item(part)

    def is_finished(self) -> bool:
        """Always, so that it is not kept."""
        return True


class Form(ui.Modal):
    """A modal that nobody waits for: one object kept for two people would mix up their texts."""

    def __init__(self, title: str, custom_id: str, *parts: Part) -> None:
        super().__init__(title=title, custom_id=custom_id, timeout=None)
        for part in parts:
            self.add_item(part)

    def is_finished(self) -> bool:
        """Always, so that it is not kept."""
        return True


@dataclass(frozen=True, slots=True)
class Reply:
    """A message with the files that its view shows."""

    view: ui.LayoutView
    files: tuple[discord.File, ...] = ()


def framed(colour: discord.Colour, *parts: Part) -> Sheet:
    """A message in one frame with a coloured edge."""
    return Sheet(ui.Container(*parts, accent_colour=colour))


def said(*paragraphs: str) -> ui.TextDisplay[Any]:
    """Paragraphs, one below the other, without an empty line for those that are empty."""
    return ui.TextDisplay("\n\n".join(paragraph for paragraph in paragraphs if paragraph))


def rule() -> ui.Separator[Any]:
    """A thin line with some air around it."""
    return ui.Separator(spacing=discord.SeparatorSpacing.large)


def button(
    label: str, custom_id: str, style: discord.ButtonStyle = discord.ButtonStyle.secondary
) -> ui.Button[Any]:
    """A button that is recognised by its custom_id alone."""
    return ui.Button(label=label, custom_id=custom_id, style=style)


def text_file(name: str, text: str) -> discord.File:
    """A text as a file to attach, for what is too long to be shown."""
    return discord.File(io.BytesIO(text.encode("utf-8", "replace")), filename=name)


def fit_together(*texts: str) -> bool:
    """Whether these texts fit one message, counted in the larger of the units Discord may use.

    A text outside the basic plane (an emoji) counts double in UTF-16, as Discord's clients count.
    """
    return sum(len(text.encode("utf-16-le", "surrogatepass")) // 2 for text in texts) <= TEXT_IN_ALL
