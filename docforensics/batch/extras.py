"""Names the extra to install, before the work begins."""

from importlib.util import find_spec

from docforensics.errors import EngineUnavailableError

PACKAGES = {
    "batch": ("pyarrow", "fsspec"),
    "link": ("pyarrow", "fsspec", "duckdb", "networkx"),
    "ray": ("pyarrow", "fsspec", "ray"),
    "serve": (
        *("pyarrow", "fsspec", "fastapi", "uvicorn", "python_multipart", "sqlalchemy", "alembic"),
        *("pg8000", "cryptography", "prometheus_client"),
    ),
}
"""What each extra brings, by the names under which it is imported."""


def require(extra: str) -> None:
    """Raise EngineUnavailableError, with the command to type, unless the packages of an extra are installed."""
    missing = [package for package in PACKAGES[extra] if find_spec(package) is None]
    if missing:
        raise EngineUnavailableError(
            f"{', '.join(missing)} not installed: pip install 'docforensics[{extra}]'"
        )
