"""Column of the alerts that a document matched, by which the queue of the desk is filtered."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the column."""
    op.add_column("examinations", sa.Column("alerts", sa.Text, nullable=False, server_default=""))


def downgrade() -> None:
    """Take it away."""
    with op.batch_alter_table("examinations") as table:
        table.drop_column("alerts")
