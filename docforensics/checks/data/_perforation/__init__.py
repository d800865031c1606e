"""Reads a number of pierced holes: `fonts` are the types that are known, `grid` finds the holes and their grid, `read` the symbols."""
