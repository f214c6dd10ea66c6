"""PostgreSQL samples columns to plan its queries, and keeps the samples; not of roll and box.

They would outlive the seal: marks of who answered, and hashes of receipts, sorted and without an
author, but there.
"""

from __future__ import annotations

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

COLUMNS = (("roll", "tag"), ("box", "id"), ("box", "body"))


def upgrade() -> None:
    _keep(0)


def downgrade() -> None:
    _keep(-1)


def _keep(samples: int) -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    for table, column in COLUMNS:
        op.execute(f"ALTER TABLE {table} ALTER COLUMN {column} SET STATISTICS {samples}")
