"""Run by Alembic: brings the connection that it was given to the newest version."""

from alembic import context

from docforensics.service.tables import METADATA


def migrate() -> None:
    """Migrate within the caller's transaction."""
    context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA)
    context.run_migrations()


if hasattr(context, "config"):  # only where Alembic runs it, and not where it is imported
    migrate()
