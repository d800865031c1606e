"""Kept results of a scan, searched for what later alerts recognise: what is read of them, and what is written to `alerted/`.

    RESULTS/alerted/matches.csv        documents whose number is in a list
    RESULTS/alerted/to-scan.csv        documents whose pictures are needed, as a manifest: `docforensics scan` takes it
    RESULTS/alerted/not-searched.csv   what could not be searched, with the reason

The kept results themselves stay as they are.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from docforensics.alerts.book import AlertBook
from docforensics.batch.addresses import Folder, is_remote
from docforensics.batch.csv_text import csv_text
from docforensics.batch.link.sealed import KeptNumber, NumberSeal
from docforensics.batch.link.search import AlertSearch, KeptDocument, NotSearched, in_words, search
from docforensics.batch.purge import ALERTED
from docforensics.batch.settings import Retain, key_id
from docforensics.batch.store import alone, held_by_a_scan, opened, part_names, read_parts
from docforensics.capture.light import Light
from docforensics.errors import UsageError

TO_SCAN = f"{ALERTED}/to-scan.csv"
_READ = ["name", "document", "status", "sides", "inputs"]
_LIGHTS = tuple(light.value for light in Light)
_HEAD = ("id", "side", "channel", *_LIGHTS)
"""Columns of a manifest; further ones are passed over by a scan."""
Numbers = Mapping[tuple[str, str], Mapping[str, Any]]


def search_results(
    results: str | os.PathLike[str], book: AlertBook, *, on: date, link_key: bytes = b""
) -> AlertSearch:
    """Search the results of a scan, and write what was found to its folder `alerted/`.

    Parameters
    ----------
    link_key
        Of the scan, with which kept numbers are read; without it they are not compared.

    Raises
    ------
    UsageError
        The folder holds no results, or the key is another one than that of the scan.
    """
    folder, told = opened(results)
    if link_key and told.get("link_key") != key_id(link_key):
        raise UsageError(
            f"{folder.address}: the scan kept nothing under this link key: give the one of the scan, or none"
        )
    is_kept = Retain.NUMBERS in told.get("retain", ())
    seal = NumberSeal(link_key) if link_key and is_kept else None
    missing = NotSearched.NO_LINK_KEY if is_kept else NotSearched.NOT_RETAINED
    with alone(folder), held_by_a_scan(folder):
        found = search(book, _documents(folder, seal, missing), on=on)
        _write(folder, found)
    return found


def _documents(folder: Folder, seal: NumberSeal | None, missing: str) -> Iterator[KeptDocument]:
    names = set(part_names(folder, "numbers"))
    for part in part_names(folder, "documents"):
        of_numbers = part.replace("documents/", "numbers/", 1)
        numbers: Numbers = _numbers(folder, of_numbers) if seal is not None and of_numbers in names else {}
        for table in read_parts(folder, "documents", _READ, only=part):
            for row in table.to_pylist():
                yield _document(row, numbers.get((row["name"], row["document"])), seal, missing)


def _numbers(folder: Folder, part: str) -> Numbers:
    rows = (row for table in read_parts(folder, "numbers", only=part) for row in table.to_pylist())
    return {(row["name"], row["document"]): row for row in rows}


def _document(
    row: Mapping[str, Any], number: Mapping[str, Any] | None, seal: NumberSeal | None, missing: str
) -> KeptDocument:
    name, content = row["name"], row["document"]
    if row["status"] != "examined":
        return KeptDocument(name=name, content=content, why=NotSearched.FAILED)
    kept: KeptNumber | None = None
    why = missing
    if seal is not None and number is not None:
        kept = seal.opened(number["sealed"], content) if number["sealed"] else None
        why = number["why"] or ""
    models = tuple(side["template"] for side in row["sides"] or () if side["template"])
    return KeptDocument(
        name=name,
        content=content,
        models=models,
        number=kept,
        why=why,
        files=tuple(_files(name, row["inputs"] or (), row["sides"] or ())),
    )


def _files(
    name: str, inputs: Sequence[Mapping[str, Any]], sides: Sequence[Mapping[str, Any]]
) -> Iterator[Mapping[str, str]]:
    """Lay the files of a document out as rows of a manifest; none where it is not kept which file is of which side."""
    if len(inputs) == 1 or len(sides) == 1:
        groups = [list(inputs)]
    elif len(inputs) == len(sides):
        groups = [[one] for one in inputs]
    else:
        groups = [[one for one in inputs if one["side"] == kind] for kind in _kinds(inputs)]
        if len(groups) != len(sides):
            return
    for group, side in zip(groups, sides, strict=False):
        cells = {
            light: [_absolute(one["address"]) for one in group if one["light"] == light] for light in _LIGHTS
        }
        told = {"id": name, "side": group[0]["side"], "channel": side["channel"] or ""}
        yield told | {light: "|".join(files) for light, files in cells.items()}


def _kinds(inputs: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    yield from dict.fromkeys(one["side"] for one in inputs)


def _absolute(address: str) -> str:
    """Give an address that holds wherever the manifest lies; a relative path counts from the folder of this command, as in the scan."""
    return address if is_remote(address) or "::" in address else os.path.abspath(address)  # noqa: PTH100 (links stay as they were named)


def _write(folder: Folder, found: AlertSearch) -> None:
    matches = (
        (one.alert.id, one.alert.title, one.alert.issuer, one.alert.severity.value, one.document.name, one.document.content, one.list_name, one.note,
         f"{one.chance:.3f}", "in the list" if one.is_sure else "perhaps in the list: read the number again on the document")
        for one in found.matches
    )  # fmt: skip
    needed = (
        (*(row[column] for column in _HEAD), " ".join(one.alerts), "eye" if one.is_for_the_eye else "check")
        for one in found.pictures
        for row in one.document.files
    )
    missed = (
        (document.name, document.content, what, code, in_words(code))
        for document, what, code in found.not_searched
    )
    heads: Mapping[str, tuple[Sequence[str], Any]] = {
        f"{ALERTED}/matches.csv": (
            ("alert", "title", "issuer", "severity", "name", "document", "list", "note", "chance", "meaning"),
            matches,
        ),
        TO_SCAN: ((*_HEAD, "alerts", "found_by"), needed),
        f"{ALERTED}/not-searched.csv": (("name", "document", "what", "code", "why"), missed),
    }
    for name, (head, rows) in heads.items():
        folder.write(name, csv_text(head, rows).encode())
