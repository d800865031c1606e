"""Alerts made by hand and keys, as those of `tests.alerts`."""

from tests.alerts.conftest import alerts_made, pair, stranger

__all__ = ["alerts_made", "pair", "stranger"]
