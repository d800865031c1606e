"""A document in, one outcome a check out. A check measures; it never judges, never changes what it looks at.

A module in a family folder (`mrz/`, `data/`, `security/`, `portrait/`) is a check, named by its folder and file: its
docstring explains it, `SPEC` declares it, `measure(document)` measures. Nothing else is to be edited to add one, but its
calibration row and its mirrored test, which a test asks for. A module whose name starts with `_` is shared by its family.

    discover_checks() -> tuple[Check, ...]      registry.py
    run_check(check, document) -> Outcome       run.py
"""
