"""How templates are chosen among many, laid on pages, and get better with captures."""
