"""A folder of images with `manifest.csv`: what is printed on each, so that a reading can be judged."""

import csv
from dataclasses import dataclass
from pathlib import Path

from docforensics.errors import InputError
from docforensics.formats.alphabet import SYMBOLS

COLUMNS = ("file", "use", "format", "mrz", "check_digits")
USES = ("read", "negative", "other")


class ManifestError(InputError):
    """The manifest cannot be measured against; the text names file, line and what is expected."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Specimen:
    """One image and what is printed on it."""

    file: Path
    use: str
    """`read`: an MRZ to be read; `negative`: none in view; `other`: anything but a crash is allowed."""
    format: str
    lines: tuple[str, ...]
    """As printed; empty when there is no MRZ or the manifest does not tell."""
    digits_agree: bool
    """Whether all printed check digits belong to what they cover."""


def read_manifest(folder: Path) -> tuple[Specimen, ...]:
    """Read `manifest.csv`: columns `file`, `use`, `format`, `mrz` (lines joined by |) and `check_digits` (`ok` or what is not).

    Raises
    ------
    ManifestError
        It is missing or empty, lacks a column, or a row has an unknown use, a file that is not there, or text that is no MRZ.
    """
    path = folder / "manifest.csv"
    if not path.is_file():
        raise ManifestError(
            f"{path}: not there; a folder to measure on has manifest.csv with {', '.join(COLUMNS)}"
        )
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        missing = [column for column in COLUMNS if column not in (reader.fieldnames or ())]
        if missing:
            raise ManifestError(f"{path}: the column {missing[0]} is missing; expected {', '.join(COLUMNS)}")
        specimens = tuple(_specimen(row, path, number) for number, row in enumerate(reader, start=2))
    if not specimens:
        raise ManifestError(f"{path}: no rows; one row an image is expected")
    return specimens


def _specimen(row: dict[str, str], manifest: Path, number: int) -> Specimen:
    lines = tuple(row["mrz"].split("|")) if row["mrz"] else ()
    where = f"{manifest}, line {number}"
    if row["use"] not in USES:
        raise ManifestError(f"{where}: use: expected {', '.join(USES)}, got {row['use']!r}")
    if not (manifest.parent / row["file"]).is_file():
        raise ManifestError(f"{where}: {row['file']!r} is not in the folder")
    if row["use"] == "read" and (len(lines) < 2 or not set("".join(lines)) <= set(SYMBOLS)):
        raise ManifestError(f"{where}: mrz: expected 2 or 3 lines of A-Z 0-9 < joined by |")
    return Specimen(
        file=manifest.parent / row["file"],
        use=row["use"],
        format=row["format"],
        lines=lines,
        digits_agree=row["check_digits"] == "ok",
    )
