"""The form in which a facilitator names a theme or joins it with another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from discord import ui

from bot.themes.kept import LONGEST_NAME, Shaped
from bot.views import theme_ids
from bot.views.catalogue import themes as words
from bot.views.catalogue.common import NO_SHARED_WORDS
from bot.views.defang import plain
from bot.views.layout import Form
from bot.views.payload import fields, whole

if TYPE_CHECKING:
    from bot.themes.told import Theme, Told

NAME, JOIN = "name", "join"
MOST_OPTIONS = 25


def shaping_form(round_id: int, told: Told, number: int, page: int) -> Form | None:
    """Filled with how the theme stands; None if it is no longer there."""
    this = next((each for each in told.themes if each.number == number), None)
    if this is None:
        return None
    others = [each for each in told.themes if each.number != number][:MOST_OPTIONS]
    parts = [_name(this), *([_join(others)] if others else [])]
    return Form(words.FORM_TITLE, theme_ids.shaped(round_id, number, page), *parts)


def read_form(data: object) -> Shaped:
    """What was chosen, whatever else is wrong with the payload. Raises nothing."""
    parts = fields(data)
    name = parts.get(NAME, {}).get("value")
    chosen = parts.get(JOIN, {}).get("values")
    into = chosen[0] if isinstance(chosen, list) and chosen else None
    number = int(into) if isinstance(into, str) and into.isascii() and into.isdecimal() else None
    return Shaped(_seen(name) or None, number)


def _seen(name: object) -> str:
    """What a reader sees of it: the guard, too, reads no name through letters that do not show."""
    return " ".join(plain(whole(name)).split())


def _name(this: Theme) -> ui.Label[Any]:
    field: ui.TextInput[Any] = ui.TextInput(
        custom_id=NAME,
        default=(this.heading if this.named else None),
        placeholder=(this.heading or NO_SHARED_WORDS)[:100],
        required=False,
        max_length=LONGEST_NAME,
    )
    return ui.Label(text=words.NAME_LABEL, description=words.NAME_HINT, component=field)


def _join(others: list[Theme]) -> ui.Label[Any]:
    menu: ui.Select[Any] = ui.Select(
        custom_id=JOIN, placeholder=words.JOIN_PLACEHOLDER, min_values=0, required=False
    )
    for each in others:
        menu.add_option(label=words.join_option(each), value=str(each.number))
    return ui.Label(text=words.JOIN_LABEL, description=words.JOIN_HINT, component=menu)
