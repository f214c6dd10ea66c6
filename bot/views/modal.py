"""The form a clinician fills in, and what comes back from it.

Nothing of it stays in the bot's memory. The form is built for one click; what is sent is read from
the raw payload, found by its custom_id, so that it is stored also after a restart in between.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import discord
from discord import ui

from bot.ballot.answer import TEXT_LIMIT, Answer, Leave
from bot.errors import UnusableAnswer
from bot.views import custom_ids
from bot.views.catalogue import answering, privacy
from bot.views.layout import Form, said
from bot.views.payload import fields, walk, whole

if TYPE_CHECKING:
    from bot.ballot.tokens import Token
    from bot.services.values import RoundCard
    from prompts import Poles, Strand

TEXT, POSITION, STRANDS, LEAVE = "text", "position", "strands", "leave"
POSITIONS = {str(step): step for step in range(1, 6)}
TEXT_INPUT = discord.ComponentType.text_input.value


def answer_modal(
    card: RoundCard, token: Token, draft: Answer | str = "", *, counts: bool = True
) -> ui.Modal:
    """The form for one answer to ``card``, under a token born for it.

    ``draft`` fills it in beforehand: an answer, or only the text of one. ``counts`` is False for
    someone whose answer does not count towards k, who is told so before writing.
    """
    filled = draft if isinstance(draft, Answer) else None
    text = draft if isinstance(draft, str) else draft.text
    parts = [_introduction(card, counts=counts), _text(text)]
    if card.prompt.poles:
        parts.append(_position(card.prompt.poles, filled.position if filled else None))
    parts.append(_strands(card.prompt.strands, filled.strands if filled else ()))
    parts.append(_leave(filled.leave if filled else None))
    return Form(card.prompt.title, custom_ids.write(card.id, token), *parts)


def read_modal(data: Mapping[str, Any]) -> Answer:
    """The answer in ``interaction.data`` of a form that was sent, not yet checked for its prompt.

    Raises UnusableAnswer when a choice is missing or cannot be made out.
    """
    parts = fields(data)
    return Answer(
        text_of(data),
        _read_leave(_chosen(parts.get(LEAVE))),
        strands=_read_strands(parts.get(STRANDS)),
        position=_read_position(_chosen(parts.get(POSITION))),
    )


def text_of(data: object) -> str:
    """The text in any payload, whatever else is wrong with it; empty when there is none.

    Raises nothing: this is how a text that cannot be stored is handed back.
    """
    value = fields(data).get(TEXT, {}).get("value")
    if not isinstance(value, str):
        value = next((v for v in _typed_texts(data) if isinstance(v, str)), "")
    return whole(value)


def _introduction(card: RoundCard, *, counts: bool) -> ui.TextDisplay[Any]:
    return said(
        answering.question(card.prompt.question),
        "" if counts else answering.does_not_count(card.k),
        answering.CARE_BRIEFLY,
        privacy.CONSENT,
    )


def _text(text: str) -> ui.Label[Any]:
    component: ui.TextInput[Any] = ui.TextInput(
        custom_id=TEXT,
        style=discord.TextStyle.paragraph,
        placeholder=answering.TEXT_PLACEHOLDER,
        default=text[:TEXT_LIMIT] or None,  # Discord refuses a form filled beyond its own limit.
        max_length=TEXT_LIMIT,
    )
    return ui.Label(text=answering.TEXT_LABEL, description=answering.TEXT_HINT, component=component)


def _position(poles: Poles, chosen: int | None) -> ui.Label[Any]:
    group: ui.RadioGroup[Any] = ui.RadioGroup(custom_id=POSITION, required=False)
    for (value, step), label in zip(POSITIONS.items(), answering.steps(poles), strict=True):
        group.add_option(label=label, value=value, default=step == chosen)
    return ui.Label(
        text=answering.POSITION_LABEL, description=answering.POSITION_HINT, component=group
    )


def _strands(strands: tuple[Strand, ...], ticked: tuple[str, ...]) -> ui.Label[Any]:
    group: ui.CheckboxGroup[Any] = ui.CheckboxGroup(
        custom_id=STRANDS, required=False, min_values=0, max_values=len(strands)
    )
    for strand in strands:
        group.add_option(label=strand.label, value=strand.code, default=strand.code in ticked)
    return ui.Label(
        text=answering.STRANDS_LABEL, description=answering.STRANDS_HINT, component=group
    )


def _leave(chosen: Leave | None) -> ui.Label[Any]:
    group: ui.RadioGroup[Any] = ui.RadioGroup(custom_id=LEAVE)
    for leave, label in answering.LEAVES.items():
        group.add_option(label=label, value=leave.value, default=leave is chosen)
    return ui.Label(text=answering.LEAVE_LABEL, description=answering.LEAVE_HINT, component=group)


def _read_leave(value: object) -> Leave:
    if value is None:
        raise UnusableAnswer(answering.LEAVE_MISSING)
    for leave in Leave:
        if value == leave.value:
            return leave
    raise UnusableAnswer(answering.FORM_UNREADABLE)


def _read_position(value: object) -> int | None:
    if value is None:
        return None
    if not isinstance(value, str) or value not in POSITIONS:
        raise UnusableAnswer(answering.FORM_UNREADABLE)
    return POSITIONS[value]


def _read_strands(field: Mapping[str, Any] | None) -> tuple[str, ...]:
    values = (field or {}).get("values") or []
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise UnusableAnswer(answering.FORM_UNREADABLE)
    return tuple(values)


def _chosen(field: Mapping[str, Any] | None) -> object:
    return (field or {}).get("value") or None


def _typed_texts(data: object) -> Iterator[object]:
    return (part.get("value") for part in walk(data) if part.get("type") == TEXT_INPUT)
