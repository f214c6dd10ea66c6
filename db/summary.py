"""What outlives the answers of a sealed round: its counts. What was made of words does not."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base


class Summary(Base):
    """The counts of a sealed round, and what was found in its words: encrypted, by reference."""

    __tablename__ = "summary"
    __table_args__ = (Index("ix_summary_analysis_look_at", "analysis", "look_at"),)

    round_id: Mapped[int] = mapped_column(
        ForeignKey("round.id"), primary_key=True, doc="The sealed round."
    )
    counts: Mapped[dict[str, Any]] = mapped_column(
        JSON, doc="Voices for each strand and step, as they were at the seal."
    )
    analysis: Mapped[str] = mapped_column(
        String(8),
        default="due",
        server_default="failed",
        doc="Whether its words were read for themes: due, done or failed.",
    )
    look_at: Mapped[datetime | None] = mapped_column(
        doc="When its words are to be read next; nothing once that is done."
    )
    tries: Mapped[int] = mapped_column(
        default=0, server_default="0", doc="How often that was tried, so that it ends."
    )
    findings: Mapped[bytes | None] = mapped_column(
        LargeBinary,
        doc="Themes, shared words, names given to them and checked suggestions: with references to "
        "ballots, encrypted under the round's last key, until that key is destroyed.",
    )
