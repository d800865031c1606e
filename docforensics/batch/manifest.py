"""Manifests: a row a side, a column a light.

Columns of the CSV or Parquet file: the names of lights (`visible`, `uv`, ...; at least one of them; frames of one light with
`|` between; addresses relative to the manifest's folder), and, if wanted, `id` (the document's name; rows of the same id
that follow one another are sides of one document), `side` (front, back, data_page, visa_page, other), `channel` (scanner,
photo, upload) and `size_mm` (width and height of the page, `150x66`). Other columns are passed over. Files lie below the manifest's
folder, unless `Reach` allows more.
"""

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import PurePosixPath
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from docforensics.batch.addresses import is_remote, read_file
from docforensics.batch.entries import EntryFile, EntrySide, ScanEntry
from docforensics.batch.parquet import is_text, read_parquet
from docforensics.capture.light import Light
from docforensics.capture.model import Channel, SideKind
from docforensics.capture.size import stated_size
from docforensics.choices import chosen
from docforensics.errors import UsageError
from docforensics.reach import BESIDE, Reach

LIGHTS = tuple(light.value for light in Light)
_COLUMNS = frozenset((*LIGHTS, "id", "side", "channel", "size_mm"))
_MOST_ROWS, _MOST_CELL = 10_000_000, 65_536
"""Rows that a Parquet file may have, and bytes of a cell: sixteen paths of the longest that Linux has. Judgements."""
_BATCH = 200
"""Rows that are made Python objects at once."""
_MOST_SHOWN = 80
"""Characters of a column's type that a message shows: it may be nested. A judgement."""


def read_manifest(address: str, reach: Reach = BESIDE) -> Iterator[ScanEntry]:
    """Give the documents of a manifest, in its order; UsageError names a row that is wrong.

    A file that a row may not name is given with the reason, and its document fails by it.
    """
    folder = address.rpartition("/")[0]
    seen: set[int] = set()
    rows = enumerate(_rows(address), start=1)
    for name, group in groupby(rows, key=lambda numbered: _name(numbered[1])):
        numbered = list(group)
        if hash(name) in seen:
            raise UsageError(
                f"{address}, row {numbered[0][0]}: {name!r} stands there before; name each document once"
            )
        seen.add(hash(name))
        rules = _Rules(folder=folder, address=address, reach=reach)
        yield ScanEntry(name=name, sides=tuple(_side(row, number, rules) for number, row in numbered))


def _rows(address: str) -> Iterator[Mapping[str, Any]]:
    raw = read_file(address)
    if raw is None:
        raise UsageError(f"{address}: there is no such manifest; check the name")
    table_of = _of_parquet if address.lower().endswith(".parquet") else _of_csv
    try:
        for batch in _checked(table_of(raw, address), address).to_batches(max_chunksize=_BATCH):
            yield from batch.to_pylist()
    except UsageError:
        raise
    except (pa.ArrowException, OSError, ValueError) as error:  # damaged Parquet raises each of them
        raise UsageError(f"{address} is no {address.rpartition('.')[2]} file: {error}") from error


def _of_parquet(raw: bytes, address: str) -> pa.Table:
    """Give the columns that are known, where they hold texts; ids may be whole numbers."""

    def wanted(schema: pa.Schema) -> list[str]:
        known = _known(schema.names, address)
        for name in known:
            kind = schema.field(name).type
            if not is_text(kind) and not (name == "id" and pa.types.is_integer(kind)):
                raise UsageError(
                    f"{address}: expected texts in the column {name}, it has {str(kind)[:_MOST_SHOWN]}"
                )
        return known

    table = read_parquet(raw, address, wanted, texts_once=True)
    if table.num_rows > _MOST_ROWS:
        raise UsageError(f"{address}: expected at most {_MOST_ROWS} rows, it has {table.num_rows}")
    return table


def _of_csv(raw: bytes, address: str) -> pa.Table:
    """Give the columns that are known; ids that look like numbers stay as they are written."""
    known = _known(pa.csv.open_csv(pa.BufferReader(raw)).schema.names, address)
    texts = pa.csv.ConvertOptions(column_types=dict.fromkeys(known, pa.string()), include_columns=known)
    return pa.csv.read_csv(pa.BufferReader(raw), convert_options=texts)


def _known(names: Sequence[str], address: str) -> list[str]:
    """List the columns that are read; UsageError where none names files, or one stands twice."""
    if not set(LIGHTS) & set(names):
        shown = textwrap.shorten(", ".join(names), 500, placeholder=" ...")
        raise UsageError(f"{address}: expected a column {', '.join(LIGHTS)}; it has {shown}")
    known = [name for name in names if name in _COLUMNS]
    if len(set(known)) < len(known):
        raise UsageError(f"{address}: a column stands there twice: {', '.join(known)}")
    return known


def _checked(table: pa.Table, address: str) -> pa.Table:
    """Refuse text that is none, and text that no cell of a manifest has, before it is made a Python object."""
    table.validate(full=True)
    for chunk in (chunk for column in table.columns for chunk in column.chunks):
        held = chunk.dictionary if pa.types.is_dictionary(chunk.type) else chunk
        has_texts = is_text(held.type) and not pa.types.is_null(held.type)
        if has_texts and (pc.max(pc.binary_length(held)).as_py() or 0) > _MOST_CELL:
            raise UsageError(f"{address}: a cell of more than {_MOST_CELL} bytes")
    return table


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
