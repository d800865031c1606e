"""Alerts made, shown, applied, sent and withdrawn."""
