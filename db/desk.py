"""What admins arrange around a group: dates without a prompt, prompts of their own, decks."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Key


class LeftOut(Base):
    """Dates on which no prompt comes: a pause, a holiday, one date that was skipped."""

    __tablename__ = "left_out"
    __table_args__ = (CheckConstraint("last_on IS NULL OR last_on >= first_on", name="order"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True, doc="Names the dates.")
    group_id: Mapped[int] = mapped_column(
        ForeignKey("group.id"), index=True, doc="Whose dates they are."
    )
    first_on: Mapped[date] = mapped_column(doc="The first local date.")
    last_on: Mapped[date | None] = mapped_column(
        doc="The last local date; none for a pause without an end."
    )


class Swap(Base):
    """The prompt an admin chose for one date, in place of the one whose turn it is."""

    __tablename__ = "swap"

    group_id: Mapped[int] = mapped_column(
        ForeignKey("group.id"), primary_key=True, doc="Whose date it is."
    )
    slot_on: Mapped[date] = mapped_column(primary_key=True, doc="The local date.")
    prompt_key: Mapped[str] = mapped_column(String(40), doc="The prompt that was chosen for it.")


class OwnPrompt(Base):
    """A prompt that the admins of a server wrote or imported; built-in ones live in files."""

    __tablename__ = "prompt"
    __table_args__ = (UniqueConstraint("guild_id", "key"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True, doc="Names the prompt.")
    guild_id: Mapped[int] = mapped_column(BigInteger, doc="The server whose prompt it is.")
    key: Mapped[str] = mapped_column(String(40), doc="Its name in decks and files.")
    content: Mapped[dict[str, Any]] = mapped_column(
        JSON, doc="Its question, poles and strands, until the server's last group is destroyed."
    )
    retired: Mapped[bool] = mapped_column(doc="Whether it was taken out of every deck.")


class DeckEntry(Base):
    """What a group's admin changed about a prompt's part in the group's deck."""

    __tablename__ = "deck_entry"

    group_id: Mapped[int] = mapped_column(
        ForeignKey("group.id"), primary_key=True, doc="Whose deck it is."
    )
    prompt_key: Mapped[str] = mapped_column(String(40), primary_key=True, doc="Which prompt.")
    place: Mapped[int | None] = mapped_column(doc="Its place, once the deck was put in order.")
    enabled: Mapped[bool] = mapped_column(doc="Whether the group is asked it.")
