"""Measurements of batch scans and linkage."""
