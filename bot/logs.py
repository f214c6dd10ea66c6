"""Logging, set up once, so that nothing written tells who answered, or what.

Our own code logs numbers and kinds of errors. Libraries do not know the promise: at DEBUG they
write whole interactions and rows, and an error's own words may quote a text. So there are floors
under them, tracebacks show places without values, and a last net withholds any line that still
names a person or a receipt. How many were withheld is said, at most once an hour.
"""

from __future__ import annotations

import copy
import json
import logging
import re
import sys
import traceback
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from itertools import islice
from types import TracebackType
from typing import TextIO, TypeAlias

FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
FLOORS = {
    "aiohttp": logging.WARNING,
    "aiosqlite": logging.WARNING,
    "alembic": logging.WARNING,
    "asyncio": logging.ERROR,  # below it, debug mode writes the names of tasks, with receipts
    "asyncpg": logging.WARNING,
    "discord": logging.INFO,
    "sqlalchemy": logging.WARNING,
}
"""The lowest level of each library and all its parts, whatever level a part is set to."""

NAMES_SOMEBODY = re.compile(
    r"(?<![0-9])[0-9]{17,20}(?![0-9])"  # Discord's number of a person, among others
    r"|(?<![0-9a-z])[0-9a-hjkmnp-tv-z]{26}(?![0-9a-z])"  # a receipt's code
    r"|[0-9a-z_-]{100}"  # the token of an interaction
    r"|[0-9a-z_-]{23,28}\.[0-9a-z_-]{6}\.[0-9a-z_-]{27}",  # the bot's own
    re.IGNORECASE | re.ASCII,
)
FIELDS = ("incident", "error", "place")
"""What a line of ours may carry besides its words; whatever else hangs on it stays there."""
OURS = frozenset({"bot", "cogs"})
AN_HOUR = 3600.0
LONGEST_CHAIN = 8

ExcInfo: TypeAlias = (
    tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
)


def set_up(level: str, stream: TextIO | None = None, *, as_json: bool = False) -> Discreet:
    """Log to standard error, or ``stream``, from ``level`` on but never below INFO."""
    root, handler = logging.getLogger(), Discreet(stream, Structured() if as_json else None)
    for old in [each for each in root.handlers if isinstance(each, Discreet)]:
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(max(logging.getLevelNamesMapping()[level], logging.INFO))
    for name, floor in FLOORS.items():
        logging.getLogger(name).setLevel(max(floor, root.level))
    sys.excepthook = _log_uncaught
    return handler


class Discreet(logging.StreamHandler[TextIO]):
    """Writes what names nobody, and counts what it withholds."""

    def __init__(self, stream: TextIO | None = None, lines: Valueless | None = None) -> None:
        super().__init__(stream)
        self._lines = lines or Valueless(FORMAT)
        self.setFormatter(self._lines)
        self.withheld = 0
        self._count_from = 0.0

    def filter(self, record: logging.LogRecord) -> bool:
        return record.levelno >= _floor(record.name) and bool(super().filter(record))

    def emit(self, record: logging.LogRecord) -> None:
        try:
            line = self.format(record)
            said = self._lines.read(line)
        except Exception:  # noqa: BLE001 - logging itself would print the arguments instead
            self.withheld += 1
            return
        if any(NAMES_SOMEBODY.search(each) for each in said):
            self.withheld += 1
            return
        self._write(line)
        if self.withheld and record.created >= self._count_from:
            self._count_from = record.created + AN_HOUR
            self._say_count()

    def close(self) -> None:
        """Says what was withheld since it was last said."""
        if self.withheld:
            self._say_count()
        super().close()

    def _say_count(self) -> None:
        words = f"Lines withheld from the log because they named someone: {self.withheld}"
        self._write(self._lines.bare(words))
        self.withheld = 0

    def _write(self, line: str) -> None:
        with suppress(OSError, ValueError):  # a log that is gone must not stop the bot
            self.stream.write(line + self.terminator)
            self.flush()


class Valueless(logging.Formatter):
    """A traceback is the kinds of the errors and the lines they passed, without their words."""

    def format(self, record: logging.LogRecord) -> str:
        return super().format(_plain(record))

    def read(self, line: str) -> list[str]:
        """What a line says to whoever reads it, as it was before it was written down."""
        return [line]

    def bare(self, words: str) -> str:
        """A line of the log's own."""
        return words

    def formatException(self, ei: ExcInfo) -> str:  # noqa: N802 - logging's own name
        """In place of ``logging.Formatter.formatException``; the first cause comes first."""
        causes = reversed(list(islice(_chain(ei[1]), LONGEST_CHAIN)))
        return "\n".join(line for error in causes for line in _lines(error))


class Structured(Valueless):
    """One JSON object a line: time (UTC), level, logger, event, and the fields that are known."""

    def format(self, record: logging.LogRecord) -> str:
        plain = _plain(record)
        line: dict[str, str | list[str]] = {
            "time": datetime.fromtimestamp(plain.created, UTC).isoformat(timespec="milliseconds"),
            "level": plain.levelname,
            "logger": plain.name,
            "event": plain.getMessage(),
        }
        if plain.name.partition(".")[0] in OURS:
            line |= {name: str(plain.__dict__[name]) for name in FIELDS if name in plain.__dict__}
        if plain.exc_info:
            places = self.formatException(plain.exc_info).splitlines()
            line["traceback"] = [place.strip() for place in places]
        return json.dumps(line, ensure_ascii=False)

    def read(self, line: str) -> list[str]:
        # In JSON a line break before a code is a letter, behind which no code would be recognised.
        return [word for value in json.loads(line).values() for word in _words(value)]

    def bare(self, words: str) -> str:
        own = logging.LogRecord(__name__, logging.WARNING, __file__, 0, words, None, None)
        return self.format(own)


def _plain(record: logging.LogRecord) -> logging.LogRecord:
    plain = copy.copy(record)
    plain.exc_text = None  # Another handler may have left the error's words here.
    if record.name == "asyncio":  # It writes tasks and callbacks with all they hold.
        plain.msg, plain.args = "a task or callback failed and nobody waited for it", None
    return plain


def _words(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


def _floor(name: str) -> int:
    return max(FLOORS.get(name.partition(".")[0], 0), logging.INFO)


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        hidden = error.__suppress_context__
        error = error.__cause__ or (None if hidden else error.__context__)


def _lines(error: BaseException) -> Iterator[str]:
    yield f"  {type(error).__qualname__}"
    for frame, line in traceback.walk_tb(error.__traceback__):
        yield f"    {frame.f_code.co_filename}:{line} in {frame.f_code.co_name}"


def _log_uncaught(
    kind: type[BaseException], error: BaseException, at: TracebackType | None
) -> None:
    """In place of ``sys.excepthook``, which would print the error's words."""
    logging.getLogger(__name__).critical("stopped by an error", exc_info=(kind, error, at))
