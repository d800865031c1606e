"""The manifest: one row an image, with everything known of it."""

import csv
import io
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One image. Paths are relative to the manifest's folder."""

    file: str
    document_id: str
    holder: str
    split: str
    issuer: str
    document_type: str
    series: str
    side: str
    light: str
    channel: str
    dpi: str
    """Resolution written in the file, empty for photos."""
    label: str
    species: str
    severity: str
    mask: str
    """PNG of 0 and 255 on the image's own grid; empty for genuine images."""
    mrz: str
    """Lines printed on this side, joined by ``|``; empty where none stands."""
    visible_fields: str
    """JSON: field name to text printed in the visual zone of this side."""
    what_an_officer_sees: str
    twin: str
    """document_id of the genuine document made out to the same record."""
    seed: int
    homography: str
    """JSON: page millimetres to image pixels, row by row."""


COLUMNS = tuple(f.name for f in fields(Row))


def as_csv(rows: Iterable[Row]) -> str:
    """The rows under their header."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(asdict(row) for row in rows)
    return text.getvalue()


def read(text: str) -> tuple[Row, ...]:
    """Rows from CSV text."""
    return tuple(Row(**{**line, "seed": int(line["seed"])}) for line in csv.DictReader(io.StringIO(text)))  # type: ignore[arg-type]
