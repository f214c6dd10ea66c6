"""The check of Discord's limits finds each of them broken, so that its silence means something."""

from __future__ import annotations

from typing import Any

import pytest
from discord import ui

from bot.views.layout import Form, Sheet, button, said
from tests.views.limits import breaches


def labelled(text: str = "Label", **changes: Any) -> ui.Label[Any]:
    field: ui.TextInput[Any] = ui.TextInput(max_length=10, **changes)
    return ui.Label(text=text, component=field)


def radio(label: str) -> ui.Label[Any]:
    group: ui.RadioGroup[Any] = ui.RadioGroup(custom_id="radio")
    group.add_option(label=label, value="1")
    return ui.Label(text="Label", component=group)


BROKEN: dict[str, ui.LayoutView | ui.Modal] = {
    "too much text": Sheet(said("x" * 2001), said("x" * 2000)),
    "too much text for a client": Sheet(said("🙂" * 2001)),
    "an empty text": Sheet(said("")),
    "a custom_id twice": Sheet(ui.ActionRow(button("A", "sb:1"), button("B", "sb:1"))),
    "a long custom_id": Sheet(ui.ActionRow(button("A", "x" * 101))),
    "a long button": Sheet(ui.ActionRow(button("A" * 81, "sb:1"))),
    "a long title": Form("T" * 46, "sb:1", labelled()),
    "a long custom_id of a form": Form("Title", "x" * 101, labelled()),
    "a long label": Form("Title", "sb:1", labelled("L" * 46)),
    "a long option": Form("Title", "sb:1", radio("O" * 101)),
    "an empty option": Form("Title", "sb:1", radio("")),
    "a field filled beyond its limit": Form("Title", "sb:1", labelled(default="x" * 11)),
    "a field without a label": Form("Title", "sb:1", ui.TextInput(label="Old way")),
    "a form without parts": Form("Title", "sb:1"),
}


@pytest.mark.parametrize("reason", BROKEN)
def test_a_broken_limit_is_found(reason: str) -> None:
    assert len(breaches(BROKEN[reason])) == 1


def test_what_keeps_the_limits_passes() -> None:
    assert not breaches(Sheet(said("🙂" * 2000), ui.ActionRow(button("A" * 80, "x" * 100))))
    assert not breaches(Form("T" * 45, "x" * 100, labelled("L" * 45, default="x" * 10)))
