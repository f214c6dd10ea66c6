"""Words that a group lets pass the identifier guard."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "allowed_word",
        sa.Column("group_id", ID, nullable=False),
        sa.Column("word", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["group.id"], name=op.f("fk_allowed_word_group_id_group")
        ),
        sa.PrimaryKeyConstraint("group_id", "word", name=op.f("pk_allowed_word")),
    )


def downgrade() -> None:
    op.drop_table("allowed_word")
