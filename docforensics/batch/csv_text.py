"""Tables as CSV, for results that other programs read."""

import csv
import io
import re
from collections.abc import Iterable, Sequence

_FORMULA = re.compile(r"[=+@\t\r]|-(?![\d.])")
"""Begins of a text that a spreadsheet takes for a formula; a negative number is none."""


def csv_text(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Write a head and rows; an apostrophe is set before a text that a spreadsheet would run as a formula."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(head)
    writer.writerows([_inert(value) for value in row] for row in rows)
    return stream.getvalue()


def _inert(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and _FORMULA.match(value) else value
