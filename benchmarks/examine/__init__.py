"""Measures the whole examination: how long, how much memory, and what it says of published images."""
