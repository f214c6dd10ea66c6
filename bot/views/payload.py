"""What Discord sends with a form, read as raw data: nobody waits for it, and anything may be in it.

Nothing here raises: a text that cannot be used still has to find its way back to its author.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any


def fields(data: object) -> dict[str, Mapping[str, Any]]:
    """Every part of the payload that has a custom_id, by that custom_id."""
    parts = [part for part in walk(data) if isinstance(part.get("custom_id"), str)]
    # The payload carries the form's own custom_id as well, which is never one of a field.
    return {part["custom_id"]: part for part in parts}


def walk(data: object) -> Iterator[Mapping[str, Any]]:
    """Every part, outer ones first."""
    # Labels hold one component, action rows (the older form) several. No recursion: a payload may
    # be nested deeper than Python's stack.
    waiting = [data]
    while waiting:
        part = waiting.pop()
        if isinstance(part, Mapping):
            yield part
            waiting.append(part.get("component"))
            waiting.append(part.get("components"))
        elif isinstance(part, list):
            waiting.extend(part)


def whole(text: object) -> str:
    """``text`` as it can be stored and sent; empty for what is no text."""
    if not isinstance(text, str):
        return ""
    # Half of a surrogate pair is no text: it could neither be stored nor sent back.
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
