"""Which format an MRZ's lines have: by their number and length, then by how the first one begins."""

from collections.abc import Sequence

from docforensics.formats.table import FORMATS, MrzFormat

NEAR = 4
"""Characters that a line may lack or have too many and still be compared with a format."""


def format_of(lines: Sequence[str]) -> MrzFormat | None:
    """Return the format whose line count and lengths these lines have exactly; None when none does."""
    nearest = nearest_format(lines)
    exact = nearest and all(len(line) == FORMATS[nearest].layout.length for line in lines)
    return nearest if exact else None


def nearest_format(lines: Sequence[str]) -> MrzFormat | None:
    """Return the format of this line count from which no line differs by more than `NEAR`, or None.

    Two lines of 40 lie between 36 and 44 and are taken for the longer.
    """
    shapes = {(row.layout.n_lines, row.layout.length) for row in FORMATS.values()}
    near = [shape for shape in shapes if excess(lines, *shape) <= NEAR]
    if not near:
        return None
    n_lines, length = min(
        near, key=lambda shape: (sum(abs(len(line) - shape[1]) for line in lines), -shape[1])
    )
    alike = [row for row in FORMATS.values() if (row.layout.n_lines, row.layout.length) == (n_lines, length)]
    opened = [row for row in alike if lines[0].startswith(row.opening)]
    return max(opened, key=lambda row: len(row.opening)).format


def excess(lines: Sequence[str], n_lines: int, length: int) -> float:
    """Measure the largest difference of any line from `length`; infinite for another number of lines."""
    return max(abs(len(line) - length) for line in lines) if lines and len(lines) == n_lines else float("inf")


def shapes_in_words() -> str:
    """List the shapes of an MRZ with the formats that have them: `3 lines of 30 (TD1), ... or 2 lines of 44 (...)`."""
    titles: dict[str, list[str]] = {}
    for row in sorted(FORMATS.values(), key=lambda row: (-row.layout.n_lines, row.layout.length)):
        titles.setdefault(f"{row.layout.n_lines} lines of {row.layout.length}", []).append(row.title)
    *shapes, last = (f"{shape} ({', '.join(names)})" for shape, names in titles.items())
    return f"{', '.join(shapes)} or {last}"
