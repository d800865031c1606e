"""Takes personal data out of results: what was retained, all of it or by kind; outcomes stay.

Each part is written anew, whole or not at all, so a purge that was stopped is simply run again.
"""

import os
from collections.abc import Collection

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from docforensics.batch.addresses import Folder, remove_unfinished
from docforensics.batch.schema import PERSONAL_VALUES
from docforensics.batch.settings import Retain
from docforensics.batch.store import alone, held_by_a_scan, opened, parquet
from docforensics.batch.summary import PAGE, write_summary
from docforensics.errors import UsageError

LINKED = "linked"
"""Folder of what `docforensics link` wrote."""
ALERTED = "alerted"
"""Folder of what `docforensics link --alert` wrote."""
_FILES = {
    Retain.REPORT: (("reports", ".html"),),
    Retain.PICTURE: (("pictures", ".jpg"),),
    Retain.LINKS: (("links", ".parquet"), (LINKED, "")),
    Retain.NUMBERS: (("numbers", ".parquet"), (ALERTED, "")),
}
"""Files that hold nothing but what was retained: folder and ending."""
_COLUMNS = {
    Retain.REPORT: (("documents", "report"),),
    Retain.MRZ: (("documents", "mrz"),),
    Retain.MESSAGES: (("documents", "notes"), ("findings", "message"), ("findings", "facts")),
}
"""Columns of parts that stay: table and column."""


def purge(results: str | os.PathLike[str], what: Collection[str] = tuple(Retain)) -> int:
    """Take away what was retained under these names (all by default); give how many files were rewritten or deleted.

    What a scan that was killed left half-written is taken away whatever is named.

    Raises UsageError for an unknown name, or a folder without results; where results of a former version have no page any more, once
    they are purged.
    """
    try:
        kinds = frozenset(map(Retain, what))
    except ValueError:
        raise UsageError(f"purge: expected {', '.join(Retain)}, got {', '.join(what)}") from None
    folder, _ = opened(results)
    with alone(folder), held_by_a_scan(folder):
        page = folder.read(PAGE) is not None
        if page:
            folder.delete(PAGE)  # it shows what is purged, and is written anew where that can be done
        changed = sum(_deleted(folder, kind) for kind in kinds)
        if folder.path is not None:
            changed += remove_unfinished(folder.path, left_behind=True)
        for table in ("documents", "findings"):
            columns = [column for kind in kinds for place, column in _COLUMNS.get(kind, ()) if place == table]
            values = table == "findings" and Retain.MESSAGES in kinds
            names = folder.names(table, ".parquet") if columns else ()
            changed += sum(_emptied(folder, name, columns, values=values) for name in names)
    if page:
        write_summary(results)
    return changed


def _deleted(folder: Folder, kind: Retain) -> int:
    names = [name for place in _FILES.get(kind, ()) for name in folder.names(*place)]
    for name in names:
        folder.delete(name)
    return len(names)


def _emptied(folder: Folder, name: str, columns: Collection[str], *, values: bool) -> bool:
    """Set columns of a part to null; tell whether anything was there."""
    try:
        before = pq.read_table(pa.BufferReader(folder.read(name) or b""))
    except OSError as error:  # of damaged Parquet
        raise UsageError(f"{folder.file(name)} is damaged: {error}") from error
    after = before
    for column in columns:
        place, field = before.column_names.index(column), before.schema.field(column)
        after = after.set_column(place, field, pa.nulls(len(before), field.type))
    if values:
        place, field = before.column_names.index("value"), before.schema.field("value")
        personal = pc.is_in(before["family"], value_set=pa.array(sorted(PERSONAL_VALUES)))
        after = after.set_column(
            place, field, pc.if_else(personal, pa.scalar(None, field.type), before["value"])
        )
    if after.equals(before):
        return False
    folder.write(name, parquet(after, before.schema))
    return True
