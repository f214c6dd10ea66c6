"""The form in which an admin writes a prompt, and what comes back from it.

It is read from what Discord sends and from nothing kept: whoever has typed for ten minutes does not
lose it because the bot was restarted meanwhile.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import ui

from bot.services.desk import Written
from bot.views import desk_ids
from bot.views.catalogue import prompts as words
from bot.views.layout import Form
from bot.views.payload import fields, whole

if TYPE_CHECKING:
    from prompts import Codebook, Prompt

TITLE, QUESTION, INVITATION, POLES, STRANDS = (
    *("title", "question", "invitation"),
    *("poles", "strands"),
)
LEAST, MOST = 4, 6
LONGEST = {TITLE: 45, QUESTION: 300, INVITATION: 400, POLES: 90}


def prompt_form(group_id: int, prompt: Prompt | None, codebook: Codebook) -> Form:
    """Empty for a new prompt, else filled with the one to change."""
    key = prompt.key if prompt else desk_ids.NEW
    poles = f"{prompt.poles.left} | {prompt.poles.right}" if prompt and prompt.poles else ""
    return Form(
        words.EDIT_TITLE if prompt else words.NEW_TITLE,
        desk_ids.prompt_form(group_id, key),
        _text(TITLE, words.TITLE_LABEL, words.TITLE_HINT, prompt.title if prompt else ""),
        _text(
            QUESTION, words.QUESTION_LABEL, words.QUESTION_HINT, prompt.question if prompt else ""
        ),
        _text(
            INVITATION,
            words.INVITATION_LABEL,
            words.INVITATION_HINT,
            prompt.invitation if prompt else "",
        ),
        _text(POLES, words.POLES_LABEL, words.POLES_HINT, poles),
        _strands(codebook, prompt),
    )


def read_form(data: object) -> Written:
    """What was typed, whatever else is wrong with the payload. Raises nothing."""
    parts = fields(data)
    texts = (parts.get(name, {}).get("value") for name in (TITLE, QUESTION, INVITATION, POLES))
    codes = parts.get(STRANDS, {}).get("values")
    title, question, invitation, poles = (whole(text) for text in texts)
    chosen = tuple(str(code) for code in codes) if isinstance(codes, list) else ()
    return Written(title, question, invitation, poles, chosen)


def _text(custom_id: str, label: str, hint: str, filled: str) -> ui.Label[Any]:
    line = custom_id in {TITLE, POLES}
    field: ui.TextInput[Any] = ui.TextInput(
        custom_id=custom_id,
        style=discord.TextStyle.short if line else discord.TextStyle.paragraph,
        default=filled or None,
        required=custom_id != POLES,
        max_length=LONGEST[custom_id],
    )
    return ui.Label(text=label, description=hint, component=field)


def _strands(codebook: Codebook, prompt: Prompt | None) -> ui.Label[Any]:
    labels = {strand.code: strand.label for strand in prompt.strands} if prompt else {}
    menu: ui.Select[Any] = ui.Select(
        custom_id=STRANDS, placeholder=words.STRANDS_PLACEHOLDER, min_values=LEAST, max_values=MOST
    )
    for code in codebook.codes:
        label = labels.get(code.key, code.name)
        menu.add_option(
            label=label, value=code.key, description=code.name, default=code.key in labels
        )
    return ui.Label(text=words.STRANDS_LABEL, description=words.STRANDS_HINT, component=menu)
