"""Decisions as files for other commands: captures with their labels, in the form of a data set."""

import csv
import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence

from docforensics.capture.light import Light
from docforensics.service.asked import AskedWork
from docforensics.service.blobs import ASKED, Blobs
from docforensics.service.decisions import DeskVerdict
from docforensics.service.records import ExaminationRecord

_COLUMNS = ("file", "document_id", "holder", "split", "side", "light", "channel", "label", "species")
_ENDINGS = {
    b"\xff\xd8\xff": "jpg",
    b"\x89PNG": "png",
    b"%PDF": "pdf",
    b"RIFF": "webp",
    b"II*\0": "tif",
    b"MM\0*": "tif",
}


def captures_zip(blobs: Blobs, records: Sequence[ExaminationRecord], species: Mapping[str, str]) -> bytes:
    """Pack the images of decided documents with a manifest.csv, as `docforensics calibrate` reads it.

    Documents of one name and birth date have one holder; all are in the split `calibration`. `species` are those of forged documents, by id.
    """
    packed, rows = io.BytesIO(), []
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for record in records:
            for row, raw in _files(blobs, record, species.get(record.id, "")):
                archive.writestr(row["file"], raw)
                rows.append(row)
        told = io.StringIO()
        writer = csv.DictWriter(told, _COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
        archive.writestr("manifest.csv", told.getvalue())
    return packed.getvalue()


def _files(blobs: Blobs, record: ExaminationRecord, species: str) -> Iterator[tuple[dict[str, str], bytes]]:
    raw = blobs.get(record.id, ASKED)
    if raw is None:
        return
    asked = AskedWork.unpacked(raw)
    holder = record.identity_hash or record.id
    is_genuine = record.decided == DeskVerdict.GENUINE
    for number, (side, files) in enumerate(zip(asked.sides, asked.contents, strict=True)):
        for picture, content in zip(side.pictures, files, strict=True):
            light = "white" if picture.light is Light.VISIBLE else picture.light.value
            yield (
                {
                    "file": f"{record.id}/{number}-{light}.{_ending(content)}",
                    "document_id": record.id,
                    "holder": holder,
                    "split": "calibration",
                    "side": side.side.value,
                    "light": light,
                    "channel": str(side.channel or ""),
                    "label": "genuine" if is_genuine else "forged",
                    "species": species,
                },
                content,
            )


def _ending(raw: bytes) -> str:
    return next((ending for start, ending in _ENDINGS.items() if raw.startswith(start)), "bin")
