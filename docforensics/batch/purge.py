"""Takes personal data out of results: what was retained, all of it or by kind; outcomes stay.

Each part is written anew, whole or not at all, so a purge that was stopped is simply run again.
"""

import os
import re
from collections.abc import Collection, Iterator

import pyarrow as pa
import pyarrow.compute as pc

from docforensics.batch.addresses import Folder, remove_unfinished
from docforensics.batch.schema import PERSONAL_VALUES
from docforensics.batch.settings import Retain
from docforensics.batch.store import alone, held_by_a_scan, opened, parquet, part_names, read_part
from docforensics.batch.summary import PAGE, write_summary
from docforensics.errors import UsageError

LINKED = "linked"
"""Folder of what `docforensics link` wrote."""
ALERTED = "alerted"
"""Folder of what `docforensics link --alert` wrote."""
_FILES = {
    Retain.REPORT: {"reports": r"[0-9a-f]{2}/[0-9a-f]{64}\.html"},
    Retain.PICTURE: {"pictures": r"[0-9a-f]{2}/[0-9a-f]{64}\.jpg"},
    Retain.LINKS: {
        "links": r"part-[0-9]+\.parquet",
        LINKED: r"links\.duckdb|(edges|clusters)\.csv|links\.graphml|index\.html",
    },
    Retain.NUMBERS: {"numbers": r"part-[0-9]+\.parquet", ALERTED: r"(matches|to-scan|not-searched)\.csv"},
}
"""Files that hold nothing but what was retained: their folders, and the names that are written there. Others are not deleted."""
_MOST_TOLD = 5
"""Files that stay and are named: a judgement."""
_COLUMNS = {
    Retain.REPORT: (("documents", "report"),),
    Retain.MRZ: (("documents", "mrz"),),
    Retain.MESSAGES: (("documents", "notes"), ("findings", "message"), ("findings", "facts")),
}
"""Columns of parts that stay: table and column."""


def purge(results: str | os.PathLike[str], what: Collection[str] = tuple(Retain)) -> int:
    """Take away what was retained under these names (all by default); give how many files were rewritten or deleted.

    What a scan that was killed left half-written is taken away whatever is named.

    Raises UsageError for an unknown name, a folder without results, or one in which a folder is a link: nothing is purged then. It is
    also raised, once all else is purged, where results of a former version have no page any more, and where files stay that no scan writes.
    """
    try:
        kinds = frozenset(map(Retain, what))
    except ValueError:
        raise UsageError(f"purge: expected {', '.join(Retain)}, got {', '.join(what)}") from None
    folder, _ = opened(results)
    stays: list[str] = []
    with alone(folder), held_by_a_scan(folder):
        kept = [one for kind in kinds for one in _kept(folder, kind)]
        changed = remove_unfinished(folder.path, left_behind=True) if folder.path is not None else 0
        page = folder.read(PAGE) is not None
        if page:
            folder.delete(PAGE)  # it shows what is purged, and is written anew where that can be done
        for name, is_ours in kept:
            if is_ours:
                folder.delete(name)
                changed += 1
            else:
                stays.append(folder.file(name))
        for table in ("documents", "findings"):
            columns = [column for kind in kinds for place, column in _COLUMNS.get(kind, ()) if place == table]
            values = table == "findings" and Retain.MESSAGES in kinds
            names = part_names(folder, table) if columns else ()
            changed += sum(_emptied(folder, name, columns, values=values) for name in names)
    if page:
        write_summary(results)
    if stays:
        raise UsageError(
            f"purged, but for files that no scan writes: look at them and delete them yourself: {', '.join(sorted(stays)[:_MOST_TOLD])}"
            f"{f' and {more} more' if (more := len(stays) - _MOST_TOLD) > 0 else ''}"
        )
    return changed


def _kept(folder: Folder, kind: Retain) -> Iterator[tuple[str, bool]]:
    """Give the files where what was retained lies, and of each whether it has a name that is written there."""
    for place, written in _FILES.get(kind, {}).items():
        for name in folder.names(place, ""):
            yield name, re.fullmatch(written, name.removeprefix(f"{place}/")) is not None


def _emptied(folder: Folder, name: str, columns: Collection[str], *, values: bool) -> bool:
    """Set columns of a part to null; tell whether anything was there."""
    before = read_part(folder, name, lambda schema: schema.names)  # also of a former version
    if before is None:
        return False
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
