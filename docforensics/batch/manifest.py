"""Manifests: a row a side, a column a light.

Columns of the CSV or Parquet file: the names of lights (`visible`, `uv`, ...; at least one of them; frames of one light with
`|` between; addresses relative to the manifest's folder), and, if wanted, `id` (the document's name; rows of the same id
that follow one another are sides of one document), `side` (front, back, data_page, visa_page, other), `channel` (scanner,
photo, upload) and `size_mm` (width and height of the page, `150x66`). Other columns are passed over. Files lie below the manifest's
folder, unless `Reach` allows more.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import PurePosixPath
from typing import Any

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

from docforensics.batch.addresses import Folder, is_remote
from docforensics.batch.entries import EntryFile, EntrySide, ScanEntry
from docforensics.batch.reach import BESIDE, Reach
from docforensics.capture.light import Light
from docforensics.capture.model import Channel, SideKind
from docforensics.capture.size import stated_size
from docforensics.choices import chosen
from docforensics.errors import UsageError

LIGHTS = tuple(light.value for light in Light)


def read_manifest(address: str, reach: Reach = BESIDE) -> Iterator[ScanEntry]:
    """Give the documents of a manifest, in its order; UsageError names a row that is wrong.

    A file that a row may not name is given with the reason, and its document fails by it.
    """
    folder, _, file = address.rpartition("/")
    seen: set[int] = set()
    rows = enumerate(_rows(folder, file, address), start=1)
    for name, group in groupby(rows, key=lambda numbered: _name(numbered[1])):
        numbered = list(group)
        if hash(name) in seen:
            raise UsageError(
                f"{address}, row {numbered[0][0]}: {name!r} stands there before; name each document once"
            )
        seen.add(hash(name))
        rules = _Rules(folder=folder, address=address, reach=reach)
        yield ScanEntry(name=name, sides=tuple(_side(row, number, rules) for number, row in numbered))


def _rows(folder: str, file: str, address: str) -> Iterator[Mapping[str, Any]]:
    raw = Folder(folder or ".").read(file)
    if raw is None:
        raise UsageError(f"{address}: there is no such manifest; check the name")
    try:
        table = _table(raw, file)
    except (pa.ArrowException, OSError, ValueError) as error:  # damaged Parquet raises each of them
        raise UsageError(f"{address} is no {file.rpartition('.')[2]} file: {error}") from error
    if not set(LIGHTS) & set(table.column_names):
        raise UsageError(
            f"{address}: expected a column {', '.join(LIGHTS)}; it has {', '.join(table.column_names)}"
        )
    for batch in table.to_batches(max_chunksize=1000):
        yield from batch.to_pylist()


def _table(raw: bytes, file: str) -> pa.Table:
    if file.lower().endswith(".parquet"):
        table = pq.read_table(pa.BufferReader(raw))
        table.validate(full=True)  # text that is none would be met row by row
        return table
    told = pa.csv.read_csv(pa.BufferReader(raw))
    # Ids that look like numbers stay as they are written.
    texts = pa.csv.ConvertOptions(column_types=dict.fromkeys(told.column_names, pa.string()))
    return pa.csv.read_csv(pa.BufferReader(raw), convert_options=texts)


def _name(row: Mapping[str, Any]) -> str:
    given = row.get("id")
    return (
        str(given)
        if given not in (None, "")
        else next((str(row[light]) for light in LIGHTS if row.get(light)), "")
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rules:
    """Of one manifest."""

    folder: str
    address: str
    reach: Reach

    def file(self, told: str, light: Light) -> EntryFile:
        """Make the file that a cell names."""
        address = _beside(self.folder, told)
        return EntryFile(address=address, light=light, refused=self.reach.refusal(self.folder, address))


def _side(row: Mapping[str, Any], number: int, rules: _Rules) -> EntrySide:
    address = rules.address
    pictures = tuple(
        rules.file(one.strip(), Light(light))
        for light in LIGHTS
        for one in str(row.get(light) or "").split("|")
        if one.strip()
    )
    if not pictures:
        raise UsageError(f"{address}, row {number}: no file in any of {', '.join(LIGHTS)}")
    try:
        return EntrySide(
            pictures=pictures,
            side=chosen(SideKind, row.get("side") or SideKind.OTHER, "side"),
            channel=chosen(Channel, row["channel"], "channel") if row.get("channel") else None,
            size_mm=stated_size(row["size_mm"]) if row.get("size_mm") else None,
        )
    except UsageError as error:
        raise UsageError(f"{address}, row {number}: {error}") from None


def _beside(folder: str, address: str) -> str:
    absolute = is_remote(address) or "::" in address or PurePosixPath(address).is_absolute() or not folder
    return address if absolute else f"{folder}/{address}"
