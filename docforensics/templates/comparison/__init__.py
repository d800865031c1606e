"""Compares a registered page with the reference of a template, in every light that both have."""
