"""Ears for everything that is logged: with the shipped configuration, and with an ordinary one."""

from __future__ import annotations

import io
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from bot import logs


@contextmanager
def shipped(*, as_json: bool = False) -> Iterator[io.StringIO]:
    """What the bot would write, although every logger was turned up to DEBUG behind its back."""
    with _as_before():
        stream = io.StringIO()
        logs.set_up("INFO", stream, as_json=as_json)
        _turn_everything_up()
        yield stream


@contextmanager
def ordinary() -> Iterator[io.StringIO]:
    """What ``logging.basicConfig(level=DEBUG)`` would write of the same."""
    with _as_before():
        stream = io.StringIO()
        handler = logging.StreamHandler(stream)
        handler.setFormatter(logging.Formatter(logs.FORMAT))
        logging.getLogger().addHandler(handler)
        _turn_everything_up()
        yield stream


def _loggers() -> list[logging.Logger]:
    known = logging.Logger.manager.loggerDict.values()
    return [logging.getLogger(), *(each for each in known if isinstance(each, logging.Logger))]


def _turn_everything_up() -> None:
    for logger in _loggers():
        logger.setLevel(logging.DEBUG)


@contextmanager
def _as_before() -> Iterator[None]:
    root, hook = logging.getLogger(), sys.excepthook
    handlers, levels = list(root.handlers), {each: each.level for each in _loggers()}
    try:
        yield
    finally:
        root.handlers[:] = handlers
        for logger in _loggers():
            logger.setLevel(levels.get(logger, logging.NOTSET))
        sys.excepthook = hook
