"""Checks of the machine readable zone as such: its shape, its symbols, its check digits (TR-03135 MRZ consistency)."""
