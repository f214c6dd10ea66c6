"""What Discord refuses, checked on what a view really sends."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from discord import ui

TEXT, INPUT, LABEL, CONTAINER = 10, 4, 18, 17
MOST_COMPONENTS, MOST_TEXT, MOST_PARTS = 40, 4000, 5


def payload(view: ui.LayoutView | ui.Modal) -> list[dict[str, Any]]:
    """The components as they are sent."""
    untyped: Any = view
    return list(untyped.to_components())


def walk(components: object) -> Iterator[Mapping[str, Any]]:
    """Every component of a payload, outer ones first."""
    if isinstance(components, list):
        for component in components:
            yield from walk(component)
    elif isinstance(components, Mapping):
        yield components
        for inside in ("components", "component", "accessory"):
            yield from walk(components.get(inside))


def texts(view: ui.LayoutView | ui.Modal) -> list[str]:
    """The contents of all text displays, from top to bottom."""
    return [part["content"] for part in walk(payload(view)) if part["type"] == TEXT]


def said_in(view: ui.LayoutView | ui.Modal) -> str:
    return "\n".join(texts(view))


def custom_ids(view: ui.LayoutView | ui.Modal) -> list[str]:
    return [part["custom_id"] for part in walk(payload(view)) if "custom_id" in part]


def breaches(view: ui.LayoutView | ui.Modal) -> list[str]:
    """What Discord would refuse in a message or a modal; empty when it would take it."""
    components = payload(view)
    found = [f"empty text {text!r}" for text in texts(view) if not text.strip()]
    if len(list(walk(components))) > MOST_COMPONENTS:
        found.append("too many components")
    if sum(len(text.encode("utf-16-le")) // 2 for text in texts(view)) > MOST_TEXT:
        found.append("too much text")
    if len(set(custom_ids(view))) < len(custom_ids(view)):
        found.append("a custom_id twice")
    for part in walk(components):
        found += _lengths(part)
    if isinstance(view, ui.Modal):
        found += _modal_breaches(view, components)
    return found


def _lengths(part: Mapping[str, Any]) -> list[str]:
    limits = {"custom_id": 100, "description": 100, "placeholder": 100}
    limits["label"] = 45 if part["type"] == LABEL else 80
    found = [
        f"{name} too long" for name, most in limits.items() if len(part.get(name) or "") > most
    ]
    options = part.get("options", [])
    if len(options) > 10:
        found.append("too many options")
    lengths = [len(option[name]) for option in options for name in ("label", "value")]
    if not all(1 <= length <= 100 for length in lengths):
        found.append("an option's label or value too long")
    if part["type"] == INPUT and len(part.get("value") or "") > part.get("max_length", 4000):
        found.append("filled in beyond its own limit")
    return found


def _modal_breaches(modal: ui.Modal, components: list[dict[str, Any]]) -> list[str]:
    found = [] if 1 <= len(modal.title) <= 45 else ["title too long"]
    if not 1 <= len(components) <= MOST_PARTS:
        found.append("too many parts")
    if any(part["type"] not in {TEXT, LABEL} for part in components):
        found.append("a field without a label")
    return found if len(modal.custom_id) <= 100 else [*found, "custom_id too long"]
