"""Shared folders of real documents: pictures, what their manifests state, and which pictures are of one document.

A source is the owner of the repository that published a picture, and within an owner of many pictures the issuer: pictures of one
publisher share a scanner, a program or a hand. Pictures of one document are counted once.
"""

import csv
import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from re import split
from typing import Any

from docforensics.errors import InputError

HERE = Path(__file__).parent
SAME_DOCUMENT = HERE / "same_document.csv"
"""Pictures of one document that neither a typed zone nor the type tells: `file,document`."""
TRUE_OF_PRINT = HERE / "true_of_print.csv"
"""Adverse findings that are true of the print, each looked at: `file,check,reason,second_reader`. Nothing of the holder. The last column
says whether a second reader, who was shown the picture without the finding among others, named the fact."""
MANY = 10
"""Pictures of one owner from which its issuers count as sources. A judgement: half of the owners have one picture."""
GENUINE, FORGED, OTHER = "genuine", "forged", "other"
_LABELS = {"original": GENUINE, "recapture": FORGED, "other": OTHER, "": GENUINE}
_TEMPLATE = "template"
"""The device of artwork: several holders of one model, told apart by the beginning of the file's name."""
_PRINTED_WRONG = ("print-invalid", "wrong")

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class RealImage:
    """One picture of a shared folder."""

    file: str
    """Folder and file: `mrz/a.png`."""
    path: Path
    label: str
    """`genuine`, `forged`, or `other`: prints of no standard, of which nothing is asked but to be examined."""
    document: str
    """Pictures of one document have the same; no data of its holder."""
    owner: str
    issuer: str
    """As the manifest or the typed zone states it; empty where neither does."""
    source: str
    """Owner, or owner and issuer."""
    light: str
    twin: str
    """Forged ones and the genuine picture that they were made from have the same; empty where there are none."""
    true_checks: tuple[str, ...]
    """Checks whose adverse finding is true of the print."""
    stated_checks: tuple[str, ...] = ()
    """Those of them that the manifest states."""


def images(folders: Iterable[Path], *, listed: Path = TRUE_OF_PRINT) -> list[RealImage]:
    """Read the manifests; InputError where a folder has none or names a picture that is not there."""
    found = [image for folder in folders for image in _of_folder(folder)]
    return [_with_list(image, read_list(listed)) for image in _with_sources(found)]


def read_list(file: Path) -> dict[str, list[str]]:
    """Second column by the first of a CSV file with a heading."""
    kept: dict[str, list[str]] = defaultdict(list)
    with file.open(encoding="utf-8", newline="") as stream:
        for row in filter(None, list(csv.reader(stream))[1:]):
            kept[row[0]].append(row[1])
    return kept


def _of_folder(folder: Path) -> list[RealImage]:
    manifest = folder / "manifest.csv"
    if not manifest.is_file():
        raise InputError(f"{folder}: no manifest.csv")
    with manifest.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    documents = _documents(folder.name, rows)
    return [_image(folder, row, document) for row, document in zip(rows, documents, strict=True)]


def _name(row: Row) -> str:
    return row.get("file") or row.get("path") or ""


def _image(folder: Path, row: Row, document: str) -> RealImage:
    path = folder / _name(row)
    if not path.is_file():
        raise InputError(f"{path}: named by the manifest and not there")
    owner = split(r"[/ ]", row.get("source_repo") or row.get("source") or "unknown")[0]
    stated = ("mrz.check_digits",) if row.get("check_digits", "").startswith(_PRINTED_WRONG) else ()
    return RealImage(
        file=f"{folder.name}/{_name(row)}",
        path=path,
        label=_label(row),
        document=document,
        owner=owner,
        issuer=row.get("issuer") or _coded_issuer(row.get("mrz", "")),
        source=owner,
        light=_light(row),
        twin=_twin(folder.name, row),
        true_checks=stated,
        stated_checks=stated,
    )


def _label(row: Row) -> str:
    if row.get("use") == OTHER:
        return OTHER
    label = row.get("label") or ""
    return _LABELS.get(label, label)


def _light(row: Row) -> str:
    named = row.get("light") or row.get("side", "").rpartition("-")[2].lower()
    return named if named in ("uv", "ir") else "visible"


def _coded_issuer(zone: str) -> str:
    code = zone[2:5].replace("<", "")
    return {"D": "DEU"}.get(code, code)


def _twin(folder: str, row: Row) -> str:
    """Card, device and number of a picture where the manifest has such columns."""
    parts = [row.get("card", ""), row.get("device", ""), row.get("serial", "")]
    if parts[1] == _TEMPLATE:
        parts.append("__".join(_name(row).split("__")[:2]))
    return "/".join([folder, *filter(None, parts)]) if any(parts) else ""


def _documents(folder: str, rows: Sequence[Row]) -> list[str]:
    """Name each picture's document: by its zone, by its type where only one document of it is there, else by its file."""
    same = read_list(SAME_DOCUMENT)
    zones: dict[str, set[str]] = defaultdict(set)
    sides: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        zones[_kind(row)] |= {_hashed(row)} - {""}
        sides[_kind(row)][row.get("side", "")] += 1
    names = []
    for row in rows:
        kind, file = _kind(row), f"{folder}/{_name(row)}"
        alone = bool(kind) and len(zones[kind]) <= 1 and max(sides[kind].values()) == 1
        of_type = next(iter(zones[kind]), kind) if alone else ""
        names.append(
            next(filter(None, (*same.get(file, ()), _twin_of_card(folder, row), _hashed(row), of_type, file)))
        )
    return names


def _twin_of_card(folder: str, row: Row) -> str:
    """Name the card where the manifest has such a column: one on several devices is one document."""
    if row.get("card") and row.get("device") != _TEMPLATE:
        return f"{folder}/{row['card']}"
    return _twin(folder, row)


def _kind(row: Row) -> str:
    kind = row.get("document_type", "")
    return f"{kind} of {split(r'[/ ]', row.get('source', ''))[0]}" if kind else ""


def _hashed(row: Row) -> str:
    zone = row.get("mrz", "")
    return f"zone {hashlib.sha256(zone.encode()).hexdigest()[:10]}" if zone else ""


def _with_sources(found: Sequence[RealImage]) -> list[RealImage]:
    counts = Counter(image.owner for image in found)
    return [
        replace(image, source=f"{image.owner}/{image.issuer or 'no issuer'}")
        if counts[image.owner] >= MANY
        else image
        for image in found
    ]


def _with_list(image: RealImage, listed: Mapping[str, Sequence[str]]) -> RealImage:
    checks = {*image.true_checks, *listed.get(image.file, ())}
    return replace(image, true_checks=tuple(sorted(checks)))


def facts(image: RealImage) -> dict[str, Any]:
    """What a row says of a picture."""
    return {
        "file": image.file,
        "set": image.file.partition("/")[0],
        "label": image.label,
        "document": image.document,
        "source": image.source,
        "light": image.light,
        "twin": image.twin,
        "true_checks": list(image.true_checks),
    }
