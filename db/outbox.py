"""What the bot owes to channels: each message once, whatever happens in between."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Key


class Outbox(Base):
    """A message the bot owes to a channel: claimed, sent once, recorded."""

    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("group_id", "kind", "slot_on"),
        Index("ix_outbox_state_due_at", "state", "due_at"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True, doc="Names the message.")
    group_id: Mapped[int] = mapped_column(ForeignKey("group.id"), doc="Whose message it is.")
    round_id: Mapped[int | None] = mapped_column(ForeignKey("round.id"), doc="Its round.")
    kind: Mapped[str] = mapped_column(
        String(16),
        doc="Prompt, line that leads to a summary, *What we heard*, counts, reminder or notice.",
    )
    slot_on: Mapped[date] = mapped_column(doc="The date it belongs to, so it comes once.")
    channel_id: Mapped[int] = mapped_column(BigInteger, doc="Where it goes.")
    state: Mapped[str] = mapped_column(String(8), doc="due, posting, posted, blocked or missed.")
    slot_at: Mapped[datetime | None] = mapped_column(
        doc="When it was meant to come, or was shared: so that it comes not too late, at night, "
        "or twice."
    )
    due_at: Mapped[datetime] = mapped_column(doc="When to try it next.")
    lease_until: Mapped[datetime | None] = mapped_column(doc="Until when one sender has it.")
    attempt: Mapped[int] = mapped_column(doc="Fences off a sender that came back too late.")
    message_id: Mapped[int | None] = mapped_column(BigInteger, doc="The message in Discord.")
