"""Tables of the desk: decisions, what was decided, and keyed hashes by which documents of one number or holder are found."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
_ADDED = (("decided", 16), ("number_hash", 32), ("identity_hash", 32))


def upgrade() -> None:
    """Make the table, and add the columns."""
    op.create_table(
        "decisions",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("examination", sa.String(32), nullable=False),
        sa.Column("key_id", sa.String(64), nullable=False),
        sa.Column("at", sa.Float, nullable=False),
        sa.Column("verdict", sa.String(16), nullable=False),
        sa.Column("species", sa.String(40), nullable=False),
        sa.Column("reason", sa.LargeBinary, nullable=False),
    )
    op.create_index("decisions_by_examination", "decisions", ["examination", "at"])
    for name, length in _ADDED:
        op.add_column("examinations", sa.Column(name, sa.String(length), nullable=False, server_default=""))
    for name in ("number_hash", "identity_hash"):
        op.create_index(f"examinations_by_{name}", "examinations", [name])


def downgrade() -> None:
    """Take them away."""
    op.drop_table("decisions")
    with op.batch_alter_table("examinations") as table:
        for name in ("number_hash", "identity_hash"):
            table.drop_index(f"examinations_by_{name}")
        for name, _ in _ADDED:
            table.drop_column(name)
