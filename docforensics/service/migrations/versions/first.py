"""Tables of the first version: keys, examinations, heads of audit logs."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "api_keys",
        sa.Column("id", sa.String(16), primary_key=True),
        *(sa.Column(name, sa.String(100), nullable=False) for name in ("name", "post", "scopes")),
        sa.Column("secret_hash", sa.String(64), nullable=False),
        sa.Column("created_at", sa.Float, nullable=False),
        sa.Column("expires_at", sa.Float),
        sa.Column("revoked_at", sa.Float),
    )
    op.create_table(
        "examinations",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("key_id", sa.String(64), nullable=False),
        sa.Column("post", sa.String(100), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("is_async", sa.Boolean, nullable=False),
        sa.Column("created_at", sa.Float, nullable=False),
        sa.Column("finished_at", sa.Float),
        sa.Column("expires_at", sa.Float),
        sa.Column("outcome", sa.String(16), nullable=False),
        sa.Column("first_why", sa.String(32), nullable=False),
        sa.Column("layers", sa.String(200), nullable=False),
        sa.Column("failure", sa.String(64), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("idempotency", sa.String(64)),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("vault", sa.String(16), nullable=False),
        sa.Column("owner", sa.String(16), nullable=False),
        sa.Column("lease_until", sa.Float, nullable=False),
        sa.Column("client_reference", sa.LargeBinary),
    )
    op.create_index("examinations_by_key", "examinations", ["key_id", "created_at"])
    op.create_index("examinations_by_post", "examinations", ["post", "created_at"])
    op.create_index("examinations_by_state", "examinations", ["state", "lease_until"])
    op.create_index("examinations_once", "examinations", ["key_id", "idempotency"], unique=True)
    op.create_table(
        "audit_heads",
        sa.Column("log", sa.String(100), primary_key=True),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
    )


def downgrade() -> None:
    """Take the tables away."""
    for name in ("audit_heads", "examinations", "api_keys"):
        op.drop_table(name)
