"""The tables of the store. No personal data in any column: what a document or a person could be known by is encrypted, in files."""

from sqlalchemy import Boolean, Column, Float, Index, Integer, LargeBinary, MetaData, String, Table, Text

METADATA = MetaData()
"""Of all tables; `migrations/` brings a store to it."""

API_KEYS = Table(
    "api_keys",
    METADATA,
    Column("id", String(16), primary_key=True),
    Column("name", String(100), nullable=False),
    Column("post", String(100), nullable=False),
    Column("scopes", String(100), nullable=False),
    Column("secret_hash", String(64), nullable=False),
    Column("created_at", Float, nullable=False),
    Column("expires_at", Float),
    Column("revoked_at", Float),
)
"""Keys of clients. Times are seconds since 1970."""

EXAMINATIONS = Table(
    "examinations",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("key_id", String(64), nullable=False),
    Column("post", String(100), nullable=False),
    Column("state", String(16), nullable=False),
    Column("is_async", Boolean, nullable=False),
    Column("created_at", Float, nullable=False),
    Column("finished_at", Float),
    Column("expires_at", Float),
    Column("outcome", String(16), nullable=False, default=""),
    Column("first_why", String(32), nullable=False, default=""),
    Column("layers", String(200), nullable=False, default=""),
    Column("failure", String(64), nullable=False, default=""),
    Column("reason", Text, nullable=False, default=""),
    Column("idempotency", String(64)),
    Column("fingerprint", String(64), nullable=False, default=""),
    Column("vault", String(16), nullable=False),
    Column("owner", String(16), nullable=False, default=""),
    Column("lease_until", Float, nullable=False, default=0.0),
    Column("client_reference", LargeBinary),
    Column("decided", String(16), nullable=False, default="", server_default=""),
    Column("number_hash", String(32), nullable=False, default="", server_default=""),
    Column("identity_hash", String(32), nullable=False, default="", server_default=""),
    Column("alerts", Text, nullable=False, default="", server_default=""),
    Index("examinations_by_number_hash", "number_hash"),
    Index("examinations_by_identity_hash", "identity_hash"),
    Index("examinations_by_key", "key_id", "created_at"),
    Index("examinations_by_post", "post", "created_at"),
    Index("examinations_by_state", "state", "lease_until"),
    Index("examinations_once", "key_id", "idempotency", unique=True),
)
"""One row an accepted document. `layers` are the adverse ones, each between commas; `alerts` are those matched (`asked.packed_tags`); `client_reference` is encrypted; the hashes are keyed."""

DECISIONS = Table(
    "decisions",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("examination", String(32), nullable=False),
    Column("key_id", String(64), nullable=False),
    Column("at", Float, nullable=False),
    Column("verdict", String(16), nullable=False),
    Column("species", String(40), nullable=False),
    Column("reason", LargeBinary, nullable=False),
    Index("decisions_by_examination", "examination", "at"),
)
"""What people decided at the desk; rows are added, never changed. `reason` is encrypted."""

AUDIT_HEADS = Table(
    "audit_heads",
    METADATA,
    Column("log", String(100), primary_key=True),
    Column("number", Integer, nullable=False),
    Column("hash", String(64), nullable=False),
)
"""The last entry of each audit log: a log that was cut off is shorter than this states."""
