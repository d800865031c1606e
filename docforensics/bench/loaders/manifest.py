"""A folder with `manifest.csv`, one row a picture: the simple default, and the form of `sample_docs`.

`file` and `label` are needed; every other column is optional, and unknown ones are ignored.

| column | meaning |
|---|---|
| `file`, `mask` | paths from the manifest's folder, of files below it (`Reach` allows more); the mask is a picture of the changed pixels |
| `label` | `genuine` or `forged`, of the whole document; in the words of ISO/IEC 30107-1 `bonafide` (`bona fide`) and `attack` |
| `document_id` | rows that share it are sides, lights and frames of one document; else each file is one |
| `holder` (or `card`) | what is resampled as one; else the document, or its twin |
| `species` (or `forgery`, `pai_species`), `severity`, `issuer`, `document_type`, `series`, `split` | |
| `side`, `light`, `channel` (or `device`) | in docforensics' words or the sample documents' |
| `twin` | document_id of the genuine document that the mask is laid on; else the one genuine document of the same holder and capture, the most alike by its name |
| `homography` | JSON, nine numbers: page millimetres to pixels |
| `dpi` | |
| `remark` (or `what_an_officer_sees`) | for guides and drills |
| `design`, `press`, and beside `channel` `device` | whose print it bears, what printed it, what captured it: units of `calibrate --by-design` |
"""

import csv
import reprlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from math import isfinite
from pathlib import Path

from docforensics.bench.data_set import DataSet, Item, ItemFile, Label, Truth
from docforensics.capture.light import Light
from docforensics.capture.model import Channel, SideKind
from docforensics.capture.size import stated_dpi
from docforensics.choices import chosen
from docforensics.errors import UsageError
from docforensics.parsing import made, placed, read_json
from docforensics.reach import BESIDE, Reach
from docforensics.regular import is_file, read_regular, real_path

NAME = "manifest.csv"
LOOKED_FOR = f"{NAME} with the columns file and label"
ALIASES = {
    "forgery": "species",
    "pai_species": "species",
    "card": "holder",
    "device": "channel",
    "what_an_officer_sees": "remark",
}
LABELS = {label.value: label.value for label in Label} | {
    **dict.fromkeys(("bonafide", "bona fide", "bona_fide", "bona-fide"), Label.GENUINE.value),
    **dict.fromkeys(("attack", "presentation attack"), Label.FORGED.value),
}
"""Words for a label: ours, and those of ISO/IEC 30107-1."""
LIGHTS = {word: light for light in Light for word in (light.value, *light.facts.aliases)}
CHANNELS = {
    "border-reader": Channel.SCANNER,
    "flatbed": Channel.SCANNER,
    "scan": Channel.SCANNER,
    "photo": Channel.PHOTO,
    "huawei": Channel.PHOTO,
    "iphone15pro": Channel.PHOTO,
} | {channel.value: channel for channel in Channel}
"""How a set's words for its captures are told to the examiner; any other is an upload."""

_MOST_BYTES = 2**28
"""Of a manifest: half a million rows with all columns. A judgement."""
_Row = Mapping[str, str]


class _RowError(ValueError):
    """One row cannot be taken."""


def recognises(root: Path) -> bool:
    """Whether this is a manifest or a folder with one."""
    return is_file(root / NAME) or (is_file(root) and root.suffix.lower() == ".csv")


def load(root: Path, reach: Reach = BESIDE) -> DataSet:
    """Read the manifest; rows that cannot be taken are named in `left_out`, those among them whose files lie beyond `reach`."""
    manifest = root if is_file(root) else root / NAME
    left_out: list[str] = []
    documents: dict[str, list[_Row]] = defaultdict(list)
    for number, row in _rows(manifest):
        try:
            _add(documents, row, manifest.parent, reach)
        except _RowError as error:
            left_out.append(f"line {number}: {error}")
    items = [_item(name, rows, manifest.parent) for name, rows in documents.items()]
    return DataSet(
        name=real_path(manifest.parent).name,
        root=root,
        items=with_twins(items),
        left_out=tuple(left_out),
    )


def _rows(manifest: Path) -> Iterator[tuple[int, _Row]]:
    with placed(f"{manifest}: not readable as UTF-8 text", UsageError):
        text = read_regular(manifest, _MOST_BYTES).decode("utf-8-sig")
    try:
        yield from _numbered(csv.DictReader(text.splitlines()), manifest)
    except csv.Error as error:
        raise UsageError(f"{manifest}: not readable as CSV: {error}") from error


def _numbered(reader: "csv.DictReader[str]", manifest: Path) -> Iterator[tuple[int, _Row]]:
    given = [name.strip() for name in reader.fieldnames or ()]
    names = [name if ALIASES.get(name, name) in given else ALIASES[name] for name in given]
    if not {"file", "label"} <= set(names):
        raise UsageError(
            f"{manifest}: expected at least the columns file and label, got {', '.join(names) or 'none'}"
        )
    reader.fieldnames = names
    for row in reader:
        yield reader.line_num, {k: (v or "").strip() for k, v in row.items() if isinstance(k, str)}


def _add(documents: dict[str, list[_Row]], row: _Row, folder: Path, reach: Reach) -> None:
    """Put a row to its document, after everything that it says was understood."""
    row = {**row, "label": LABELS.get(row["label"].lower(), row["label"])}
    _check(row, folder, reach)
    together = documents.get(_document(row), [])
    if any(other["label"] != row["label"] for other in together):
        raise _RowError(f"document {_document(row)} is both genuine and forged")
    if any(other["file"] == row["file"] for other in together):
        raise _RowError(f"{row['file']} stands there twice")
    documents[_document(row)].append(row)


def _check(row: _Row, folder: Path, reach: Reach) -> None:
    if row["label"] not in set(Label):
        raise _RowError(f"label: expected genuine or forged (or bonafide, attack), got {row['label']!r}")
    for column in ("file", "mask"):
        path = row.get(column, "")
        if not path and column == "mask":
            continue
        if refused := reach.refusal(str(folder), str(folder / path)):
            raise _RowError(f"{column}: {refused}")
        if not is_file(folder / path):
            raise _RowError(f"{column} {path!r} is not there")
    if row.get("light", "") not in LIGHTS:
        raise _RowError(f"light: expected one of {', '.join(filter(None, LIGHTS))}, got {row['light']!r}")
    try:
        _side(row)
        _numbers(row)
        _dpi(row)
    except ValueError as error:
        raise _RowError(str(error)) from error


def _document(row: _Row) -> str:
    return row.get("document_id") or row["file"]


def _side(row: _Row) -> SideKind:
    return chosen(SideKind, (row.get("side") or SideKind.OTHER).replace("-", "_"), "side")


def _numbers(row: _Row) -> tuple[float, ...] | None:
    if not row.get("homography"):
        return None
    with placed("homography", UsageError):
        numbers = made(tuple[float, ...], read_json(row["homography"]))
    if len(numbers) != 9 or not all(map(isfinite, numbers)):
        raise _RowError(f"homography: expected nine numbers, got {reprlib.repr(numbers)}")
    return numbers


def _dpi(row: _Row) -> float | None:
    return stated_dpi(float(row["dpi"])) if row.get("dpi") else None


def _item(name: str, rows: Sequence[_Row], folder: Path) -> Item:
    first = rows[0]
    label = Label(first["label"])
    return Item(
        id=name,
        label=label,
        pictures=tuple(_picture(row, folder) for row in rows),
        group=first.get("holder") or first.get("twin") or name,
        species=(first.get("species") or "unnamed") if label is Label.FORGED else "",
        severity=first.get("severity", "") if label is Label.FORGED else "",
        issuer=first.get("issuer", ""),
        document_type=first.get("document_type", ""),
        series=first.get("series", ""),
        capture=first.get("channel", ""),
        channel=CHANNELS.get(first.get("channel", ""), Channel.UPLOAD),
        split=first.get("split", ""),
        twin=first.get("twin", ""),
        remark=first.get("remark", ""),
        design=first.get("design", ""),
        press=first.get("press", ""),
        device=first.get("device", ""),
    )


def _picture(row: _Row, folder: Path) -> ItemFile:
    return ItemFile(
        file=folder / row["file"],
        side=_side(row),
        light=LIGHTS[row.get("light", "")],
        truth=Truth(file=folder / row["mask"]) if row.get("mask") else None,
        to_pixels=_numbers(row),
        dpi=_dpi(row),
    )


def with_twins(items: Sequence[Item]) -> tuple[Item, ...]:
    """Give each forged document that names no twin the one genuine document that can only be meant."""
    genuine: dict[tuple[str, str], list[Item]] = defaultdict(list)
    for item in items:
        if not item.is_forged:
            genuine[item.group, item.capture].append(item)
    return tuple(
        replace(item, twin=_most_alike(item, genuine[item.group, item.capture]))
        if item.is_forged and not item.twin
        else item
        for item in items
    )


def _most_alike(item: Item, candidates: Sequence[Item]) -> str:
    """Give the candidate that shares the longest beginning of its name; none where two share as much."""
    shared = sorted((_shared(item.id, other.id), other.id) for other in candidates)
    if not shared or (len(shared) > 1 and shared[-1][0] == shared[-2][0]):
        return ""
    return shared[-1][1]


def _shared(first: str, second: str) -> int:
    """Count the characters that two names begin with alike."""
    return next((k for k, (a, b) in enumerate(zip(first, second, strict=False)) if a != b), len(first))
