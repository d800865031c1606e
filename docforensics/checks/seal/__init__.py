"""Checks of what was signed with the document: its digital seal, its chip, and the print compared with both."""
