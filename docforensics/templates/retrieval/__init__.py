"""Chooses, among many templates, the one that a page is of."""
