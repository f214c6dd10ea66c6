"""PRIVACY.md, written from the same sentences as ``/privacy`` and from the tables themselves.

``supervision-bot privacy`` prints it, so that a group can read what the version it runs keeps; a
test holds the file to it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.views.catalogue import privacy as words
from db.base import Base
from db.models import (
    AllowedWord,
    Audit,
    Box,
    DeckEntry,
    Erasure,
    Group,
    LeftOut,
    Outbox,
    OwnPrompt,
    Roll,
    Round,
    Summary,
    Swap,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

TABLES = (
    *(Roll, Box, Round, Summary),
    *(Group, LeftOut, Swap, OwnPrompt, DeckEntry, AllowedWord),
    *(Outbox, Audit, Erasure),
)


def privacy_page() -> str:
    """The page as Markdown. Raises LookupError when a table or column is not explained."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# Privacy"
    yield ""
    yield words.SHORT
    yield ""
    yield "\n".join(words.pages(on_postgres=False)).replace("\n###", "\n\n###")
    yield ""
    yield "### If the bot keeps its answers in PostgreSQL"
    yield words.LOOKED_UP_POSTGRESQL.partition("\n")[2]
    yield ""
    yield "### What is learned from your words"
    yield words.LEARNING
    yield ""
    yield "## Every table and column"
    yield ""
    yield words.KEYS
    yield ""
    yield words.UNTIL
    yield ""
    yield words.COPIES
    yield ""
    yield words.FIGURES
    if {table.__table__ for table in TABLES} != set(Base.metadata.tables.values()):
        raise LookupError("a table is missing on the privacy page")
    for table in TABLES:
        yield from _table(table)


def _table(table: type[Base]) -> Iterator[str]:
    yield ""
    yield f"### `{table.__tablename__}`"
    yield " ".join((table.__doc__ or "").split())
    yield ""
    yield "| column | why it is kept, and until when |"
    yield "|---|---|"
    for column in table.__table__.columns:
        if not column.doc:
            raise LookupError(f"{table.__tablename__}.{column.name} does not say why it is kept")
        yield f"| `{column.name}` | {column.doc} |"
