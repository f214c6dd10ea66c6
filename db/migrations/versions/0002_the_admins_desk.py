"""The admin's desk: decks, prompts of one's own, swaps, dates left out, reminders."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from db.base import UtcDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    with op.batch_alter_table("group", schema=None) as batch_op:
        batch_op.add_column(sa.Column("size", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("reminder_hours", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("reminder_role_id", sa.BigInteger(), nullable=True))
        batch_op.add_column(
            sa.Column("removed", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
        batch_op.add_column(sa.Column("told", sa.String(length=16), nullable=True))

    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.add_column(sa.Column("slot_at", UtcDateTime(), nullable=True))

    op.create_table(
        "left_out",
        sa.Column("id", ID, nullable=False),
        sa.Column("group_id", ID, nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "last_on IS NULL OR last_on >= first_on", name=op.f("ck_left_out_order")
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["group.id"], name=op.f("fk_left_out_group_id_group")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_left_out")),
    )
    with op.batch_alter_table("left_out", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_left_out_group_id"), ["group_id"], unique=False)

    op.create_table(
        "swap",
        sa.Column("group_id", ID, nullable=False),
        sa.Column("slot_on", sa.Date(), nullable=False),
        sa.Column("prompt_key", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["group.id"], name=op.f("fk_swap_group_id_group")),
        sa.PrimaryKeyConstraint("group_id", "slot_on", name=op.f("pk_swap")),
    )
    op.create_table(
        "prompt",
        sa.Column("id", ID, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prompt")),
        sa.UniqueConstraint("guild_id", "key", name=op.f("uq_prompt_guild_id_key")),
    )
    op.create_table(
        "deck_entry",
        sa.Column("group_id", ID, nullable=False),
        sa.Column("prompt_key", sa.String(length=40), nullable=False),
        sa.Column("place", sa.Integer(), nullable=True),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["group.id"], name=op.f("fk_deck_entry_group_id_group")
        ),
        sa.PrimaryKeyConstraint("group_id", "prompt_key", name=op.f("pk_deck_entry")),
    )


def downgrade() -> None:
    for table in ("deck_entry", "prompt", "swap", "left_out"):
        op.drop_table(table)
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_column("slot_at")

    with op.batch_alter_table("group", schema=None) as batch_op:
        for column in ("told", "removed", "reminder_role_id", "reminder_hours", "size"):
            batch_op.drop_column(column)
