"""Words that a group lets pass the identifier guard."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base

WORD_LENGTH = 60


class AllowedWord(Base):
    """A word or phrase that points to nobody in this group, such as a school of therapy."""

    __tablename__ = "allowed_word"

    group_id: Mapped[int] = mapped_column(
        ForeignKey("group.id"), primary_key=True, doc="Whose word it is."
    )
    word: Mapped[str] = mapped_column(
        String(WORD_LENGTH), primary_key=True, doc="What the guard lets pass, until taken back."
    )
