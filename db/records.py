"""The two lists that only grow: what was done, and what was destroyed. No clinician in either."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Key


class Erasure(Base):
    """The written record of what was destroyed for good; no words, no people. It stays."""

    __tablename__ = "erasure"

    id: Mapped[int] = mapped_column(Key, primary_key=True, doc="Names the line.")
    guild_id: Mapped[int] = mapped_column(BigInteger, index=True, doc="The server it was in.")
    group_id: Mapped[int] = mapped_column(doc="The group it was about, which may be gone.")
    at: Mapped[datetime] = mapped_column(doc="When it was destroyed.")
    what: Mapped[str] = mapped_column(String(32), doc="The texts of a round, or a whole group.")
    rounds: Mapped[int] = mapped_column(doc="How many rounds it concerned.")


class Audit(Base):
    """What admins and facilitators did; never anything about clinicians. Kept with the group."""

    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(Key, primary_key=True, doc="Names the line.")
    guild_id: Mapped[int] = mapped_column(BigInteger, index=True, doc="Keeps servers apart.")
    group_id: Mapped[int] = mapped_column(ForeignKey("group.id"), doc="Which group.")
    at: Mapped[datetime] = mapped_column(doc="When it was done.")
    actor_id: Mapped[int] = mapped_column(BigInteger, doc="Which admin or facilitator did it.")
    action: Mapped[str] = mapped_column(String(32), doc="What was done.")
    round_id: Mapped[int | None] = mapped_column(ForeignKey("round.id"), doc="To which round.")
