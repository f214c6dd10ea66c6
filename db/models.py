"""The tables. Each column says why it is kept and until when; PRIVACY.md lists the same lines.

``roll`` and ``box`` hold the secret ballot. They share nothing but the round: no key, time,
sequence or index joins a line of one to a line of the other, and both are kept WITHOUT ROWID
because SQLite's hidden row number would tell the order of answering.
"""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from db.allowed import AllowedWord
from db.base import Base, Key
from db.desk import DeckEntry, LeftOut, OwnPrompt, Swap
from db.outbox import Outbox
from db.records import Audit, Erasure
from db.summary import Summary

__all__ = [
    "AllowedWord",
    "Audit",
    "Box",
    "DeckEntry",
    "Erasure",
    "Group",
    "LeftOut",
    "Outbox",
    "OwnPrompt",
    "Roll",
    "Round",
    "Summary",
    "Swap",
]

WITHOUT_ROWID = {"sqlite_with_rowid": False}


class Group(Base):
    """A supervision group: one channel of a guild with its role, schedule and settings."""

    __tablename__ = "group"
    __table_args__ = (
        CheckConstraint("k >= 3", name="k_floor"),
        Index("ix_group_due_at", "due_at"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True, doc="Names the group.")
    guild_id: Mapped[int] = mapped_column(BigInteger, index=True, doc="The server it lives in.")
    channel_id: Mapped[int] = mapped_column(BigInteger, unique=True, doc="Where prompts go.")
    facilitator_role_id: Mapped[int] = mapped_column(BigInteger, doc="Who reads coming rounds.")
    notices_channel_id: Mapped[int | None] = mapped_column(
        BigInteger, doc="The facilitators' own channel, if there is one."
    )
    weekday: Mapped[int] = mapped_column(doc="Day of the prompt, Monday is 0.")
    wall_time: Mapped[time] = mapped_column(doc="Local time of the prompt.")
    zone: Mapped[str] = mapped_column(String(64), doc="The time zone's name.")
    every_weeks: Mapped[int] = mapped_column(doc="Every how many weeks a prompt comes.")
    starts_on: Mapped[date] = mapped_column(doc="From which date the weeks are counted.")
    days_open: Mapped[int] = mapped_column(doc="How long a round takes answers.")
    k: Mapped[int] = mapped_column(doc="Smallest number of voices for coming rounds.")
    deck_order: Mapped[str] = mapped_column(String(16), doc="In order, or shuffled.")
    deck_seed: Mapped[int] = mapped_column(doc="Keeps a shuffled deck in one order.")
    contacts: Mapped[str | None] = mapped_column(Text, doc="The group's own care contacts.")
    retention_days: Mapped[int] = mapped_column(doc="How long texts of coming rounds are kept.")
    sharing: Mapped[str] = mapped_column(
        String(16),
        default="facilitator",
        server_default="facilitator",
        doc="What the group sees of coming rounds before a facilitator shares them.",
    )
    size: Mapped[int | None] = mapped_column(
        doc="How many people are in the group, as an admin said; only to propose k."
    )
    reminder_hours: Mapped[int | None] = mapped_column(
        doc="How many hours before closing the group is reminded, if at all."
    )
    reminder_role_id: Mapped[int | None] = mapped_column(
        BigInteger, doc="The role a reminder calls, if an admin chose one."
    )
    forget_at: Mapped[datetime | None] = mapped_column(
        doc="When everything of the group is destroyed, once that was asked for."
    )
    removed: Mapped[bool] = mapped_column(
        default=False,
        server_default=false(),
        doc="Whether it ends because the bot was removed, so that inviting it again takes it back.",
    )
    told: Mapped[str | None] = mapped_column(
        String(16), doc="Which trouble a person was told of, so that it is said once."
    )
    slot_on: Mapped[date] = mapped_column(doc="Local date of the next prompt.")
    due_at: Mapped[datetime] = mapped_column(doc="When the scheduler looks at it next.")


class Round(Base):
    """One prompt posted to one group. What it promised its authors is frozen here."""

    __tablename__ = "round"
    __table_args__ = (
        UniqueConstraint("group_id", "slot_on"),
        CheckConstraint("state IN ('open', 'sealed', 'unread', 'counted')", name="state"),
        Index(
            "uq_round_one_open",
            "group_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        Index("ix_round_state_closes_at", "state", "closes_at"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True, doc="Names the round.")
    group_id: Mapped[int] = mapped_column(ForeignKey("group.id"), doc="Whose round it is.")
    guild_id: Mapped[int] = mapped_column(BigInteger, doc="Keeps servers apart.")
    channel_id: Mapped[int] = mapped_column(BigInteger, doc="Where it was posted.")
    slot_on: Mapped[date] = mapped_column(doc="The date it belongs to, so it comes once.")
    prompt_key: Mapped[str] = mapped_column(String(40), doc="So the deck does not repeat it.")
    prompt: Mapped[dict[str, Any]] = mapped_column(JSON, doc="A copy of the prompt as asked.")
    k: Mapped[int] = mapped_column(doc="Smallest number of voices, frozen at opening.")
    facilitator_role_id: Mapped[int] = mapped_column(BigInteger, doc="Who may read, frozen.")
    contacts: Mapped[str | None] = mapped_column(Text, doc="Care contacts as printed.")
    retention_days: Mapped[int] = mapped_column(doc="How long its texts are kept, frozen.")
    sharing: Mapped[str] = mapped_column(
        String(16),
        default="facilitator",
        server_default="facilitator",
        doc="What the group sees before a facilitator shares it, frozen.",
    )
    opens_at: Mapped[datetime] = mapped_column(doc="When it opened.")
    closes_at: Mapped[datetime] = mapped_column(doc="When it takes no more answers.")
    extended: Mapped[bool] = mapped_column(doc="Whether it was left open once, below k.")
    enough: Mapped[bool] = mapped_column(doc="Whether 'at least k' was once shown; it stays.")
    state: Mapped[str] = mapped_column(
        String(8), doc="open, sealed, unread, or counted: only counts are left."
    )
    key_name: Mapped[str] = mapped_column(String(16), doc="Which key files are its own.")
    voices: Mapped[int | None] = mapped_column(doc="How many answered; only after the seal.")
    keep_until: Mapped[datetime | None] = mapped_column(doc="When its texts are destroyed.")
    sweep_at: Mapped[datetime | None] = mapped_column(
        index=True, doc="The next night when withdrawn or removed words leave; no exact time."
    )


class Roll(Base):
    """Who has answered an open round; destroyed at the seal."""

    __tablename__ = "roll"
    __table_args__ = WITHOUT_ROWID

    round_id: Mapped[int] = mapped_column(
        ForeignKey("round.id"), primary_key=True, doc="The open round; gone at the seal."
    )
    tag: Mapped[bytes] = mapped_column(
        LargeBinary(16),
        primary_key=True,
        doc="A keyed mark of who answered, so nobody answers twice; gone at the seal.",
    )
    facilitator: Mapped[bool] = mapped_column(
        doc="Whether this voice counts towards k; gone at the seal."
    )


class Box(Base):
    """The ballot box: what was answered, without an author."""

    __tablename__ = "box"
    __table_args__ = WITHOUT_ROWID

    round_id: Mapped[int] = mapped_column(
        ForeignKey("round.id"), primary_key=True, doc="The round it answers."
    )
    id: Mapped[bytes] = mapped_column(
        LargeBinary(16), primary_key=True, doc="A hash of the receipt; replaced at the seal."
    )
    body: Mapped[bytes] = mapped_column(
        LargeBinary, doc="The answer, encrypted and padded, until its key is destroyed."
    )
