"""The words of a group that the guard lets pass, as a list or, where it is long, as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import ui

from bot.views.catalogue import guarding as words
from bot.views.defang import in_one_line
from bot.views.layout import Reply, Sheet, fit_together, said, text_file

if TYPE_CHECKING:
    from collections.abc import Sequence


def let_pass(listed: Sequence[str]) -> Reply:
    """For anyone in the group; ``listed`` are all of its words."""
    shown = words.words(in_one_line(each) for each in listed)
    if fit_together(shown):
        return Reply(Sheet(said(shown)))
    file = text_file(words.FILE_NAME, "".join(f"{each}\n" for each in listed))
    return Reply(Sheet(said(words.IN_A_FILE), ui.File(f"attachment://{words.FILE_NAME}")), (file,))
