"""Hostile inputs, made and tried: files that are small and ask for much, and files that are none."""
