"""Changes that are known to end CLEAR, on committed documents with the shipped template: `python -m benchmarks.evasion.holes`.

Found by trying; what CLEAR takes on trust (docs/concepts/claims.md) names them. They are not in the list of manipulations, whose cases may not be CLEAR. When
a check comes to find one, it is no hole any more: move it to `manipulate.py`.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.evasion.documents import Documents
from benchmarks.evasion.pictures import Plate, Submission
from benchmarks.evasion.run import said
from benchmarks.evasion.ten import SAMPLES
from benchmarks.provenance import RESULTS, provenance
from docforensics.bench.systems.ours import INSPECTED_ON
from docforensics.capture.model import Channel, Pixels
from docforensics.examiner import Examiner
from docforensics.page.geometry import BoxMm

_GENUINE, _TWIN, _OTHER = "td3-2-0001-flatbed", "td3-2-0000-flatbed", "td3-2-0004-flatbed"
_ZONE_MM = 24.0
"""From the lower edge of the page up to above its machine readable zone."""
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hole:
    """One change of one document."""

    name: str
    document: str
    channel: Channel
    change: Callable[[Plate, Documents], Pixels]


def smoothed(plate: Plate, documents: Documents) -> Pixels:
    """Take the dots of a copy away and leave its edges, then give it the tones of a genuine page (non-local means, histograms)."""
    fine = cv2.fastNlMeansDenoisingColored(plate.pixels, None, 8, 12, 5, 15).astype(np.float32)
    sharp = fine + 0.6 * (fine - cv2.GaussianBlur(fine, (0, 0), 1.2))
    genuine = _visible(documents, _GENUINE).pixels
    toned = [_toned(sharp[..., k], genuine[..., k]) for k in range(3)]
    return _whole(np.stack(toned, axis=-1))


def _toned(values: Floats, like: NDArray[np.uint8]) -> Floats:
    ranks = np.linspace(0, 1, 256)
    own, wanted = np.quantile(values, ranks), np.quantile(like, ranks)
    return np.asarray(np.interp(values, own, wanted), np.float32)


def above_its_twin(plate: Plate, documents: Documents) -> Pixels:
    """Lay a forged page without its zone above the genuine one, as two pages on one glass."""
    twin = _visible(documents, _TWIN).pixels
    lower = plate.corners(BoxMm(left=0.0, top=0.0, right=1.0, bottom=88.0 - _ZONE_MM))[:, 1].max()
    cut = plate.pixels[: round(float(lower))]
    width = max(cut.shape[1], twin.shape[1])
    ground = np.median(twin[:10, :10], axis=(0, 1)).astype(np.uint8)
    parts = []
    for part in (cut, np.broadcast_to(ground, (40, width, 3)), twin):
        room = np.broadcast_to(ground, (part.shape[0], width - part.shape[1], 3))
        parts.append(np.concatenate([part, room], axis=1))
    return _whole(np.concatenate(parts))


def blended(share: float, *places: str) -> Callable[[Plate, Documents], Pixels]:
    """Blend another holder's picture into places by this share, with soft rims."""

    def change(plate: Plate, documents: Documents) -> Pixels:
        aspect = documents.submission(_GENUINE).aspects[0]
        other = _visible(documents, _OTHER)
        by = plate.to_pixels @ np.linalg.inv(other.to_pixels)
        size = (plate.pixels.shape[1], plate.pixels.shape[0])
        laid = cv2.warpPerspective(
            other.pixels, by, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
        )
        mask = np.zeros(plate.pixels.shape[:2], np.float32)
        for place in places:
            cv2.fillConvexPoly(mask, np.round(plate.corners(aspect.places[place])).astype(np.int32), 1.0)
        part = share * cv2.GaussianBlur(mask, (0, 0), 8)[..., None]
        return _whole(plate.pixels * (1 - part) + laid * part)

    return change


HOLES = (
    *(
        Hole(name=f"copy-smoothed:{channel}", document=document, channel=channel, change=smoothed)
        for document in (
            "td3-2-0000-flatbed-counterfeit-inkjet-ordinary",
            "td3-2-0001-flatbed-counterfeit-laser-ordinary",
        )
        for channel in (Channel.SCANNER, Channel.UPLOAD)
    ),
    Hole(
        name="page-without-zone-above-its-twin",
        document="td3-2-0000-flatbed-photo-digital-ordinary",
        channel=Channel.SCANNER,
        change=above_its_twin,
    ),
    Hole(name="portrait-35", document=_GENUINE, channel=Channel.SCANNER, change=blended(0.35, "portrait")),
    Hole(
        name="both-portraits-50",
        document=_GENUINE,
        channel=Channel.UPLOAD,
        change=blended(0.5, "portrait", "second-portrait"),
    ),
)


def _visible(documents: Documents, name: str) -> Plate:
    return documents.submission(name).aspects[0].visible


def _whole(pixels: NDArray[np.floating] | NDArray[np.uint8]) -> Pixels:
    return np.clip(np.round(pixels), 0, 255).astype(np.uint8)


def results() -> Iterator[dict[str, object]]:
    """Examine each; PNG, so that no compression helps."""
    documents, examiner = Documents([SAMPLES]), Examiner()
    for hole in HOLES:
        given: Submission = documents.submission(hole.document)
        plate = given.aspects[0].visible
        changed = plate.moved(hole.change(plate, documents), np.eye(3)).saved(None)
        report = examiner.examine(changed.file, inspected_on=INSPECTED_ON, channel=hole.channel)
        told = said(report)
        yield {
            "change": hole.name,
            "document": hole.document,
            **{key: told[key] for key in ("outcome", "open", "adverse")},
        }


def main() -> None:
    """Print what is said of each and keep it."""
    cv2.setNumThreads(1)
    found = []
    for row in results():
        print(json.dumps(row), flush=True)
        found.append(row)
    told = {"question": "evasion-holes", **provenance(), "cases": found}
    path: Path = RESULTS / "evasion-holes.json"
    path.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    print(f"{sum(row['outcome'] == 'CLEAR' for row in found)} of {len(found)} CLEAR")


if __name__ == "__main__":
    main()
