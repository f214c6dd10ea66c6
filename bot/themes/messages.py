"""What bot and worker tell each other, and how it goes through the pipes between them.

Pickled, since both ends are ours: the bot starts the worker from its own files, and nobody else
holds an end of these pipes.
"""

from __future__ import annotations

import pickle  # nosec B403
from dataclasses import dataclass
from typing import TypeAlias

from bot.themes.analysis import Analysis, Request

HEADER = 4


@dataclass(frozen=True, slots=True)
class Task:
    """What the worker is asked: an embedder's name, and what to read with it."""

    embedder: str
    request: Request


@dataclass(frozen=True, slots=True)
class Reading:
    """So many answers were read, of how many."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Stopped:
    """Nothing was found; ``why`` is a sentence to read where there is one."""

    why: str | None


Message: TypeAlias = Task | Reading | Stopped | Analysis


class Garbled(Exception):
    """What came through the pipe is no message."""


def framed(message: Message) -> bytes:
    """Its length in four bytes, then the value."""
    content = pickle.dumps(message)
    return len(content).to_bytes(HEADER, "big") + content


def opened(content: bytes) -> Message:
    """The value that was framed, without its length. Raises Garbled."""
    try:
        message: Message = pickle.loads(content)  # noqa: S301  # nosec B301
    except Exception:  # noqa: BLE001 - a broken pickle raises nearly anything
        raise Garbled from None
    return message
