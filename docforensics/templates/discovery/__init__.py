"""Finds what models unlabelled captures are of: groups by looks, editions inside a group, documents that depart from it."""
