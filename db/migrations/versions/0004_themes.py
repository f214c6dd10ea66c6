"""Themes of sealed rounds, and what a group sees of a round before its summary is shared."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from db.base import UtcDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("group", "round"):
        with op.batch_alter_table(table) as changed:
            changed.add_column(
                sa.Column(
                    "sharing", sa.String(length=16), server_default="facilitator", nullable=False
                )
            )
    with op.batch_alter_table("summary") as changed:
        # Rounds sealed before there were themes keep their counts and get none.
        changed.add_column(
            sa.Column("analysis", sa.String(length=8), server_default="failed", nullable=False)
        )
        changed.add_column(sa.Column("look_at", UtcDateTime(), nullable=True))
        changed.add_column(sa.Column("tries", sa.Integer(), server_default="0", nullable=False))
        changed.add_column(sa.Column("findings", sa.LargeBinary(), nullable=True))
        changed.create_index("ix_summary_analysis_look_at", ["analysis", "look_at"])


def downgrade() -> None:
    with op.batch_alter_table("summary") as changed:
        changed.drop_index("ix_summary_analysis_look_at")
        for name in ("findings", "tries", "look_at", "analysis"):
            changed.drop_column(name)
    for table in ("round", "group"):
        with op.batch_alter_table(table) as changed:
            changed.drop_column("sharing")
