"""Templates from genuine photos of one card, forged photos questioned: `python -m benchmarks.security.idcards ../shared/data/idcards`.

Genuine and forged pages are re-encoded alike before anything looks at them. FantasyID: learned from the genuine card on two
devices, the third questioned, all three ways (the same card: an upper bound). SIDTD: learned from one template alone, the
other and its two forgeries questioned. Masks are those of the data set; the control is the genuine page under the same mask.
"""

import argparse
import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.provenance import provenance
from benchmarks.security.detect import looked_at, registered, score
from benchmarks.security.table import FAMILIES
from docforensics.bench.metrics.rates import auc
from docforensics.capture.images import load_images
from docforensics.capture.light import Light
from docforensics.capture.model import Channel
from docforensics.capture.side import Capture
from docforensics.checks.outcome import Measured
from docforensics.document import Document
from docforensics.scoring.limits import posterior
from docforensics.scoring.policy import Policy
from docforensics.templates.comparison.dissimilarity import compare
from docforensics.templates.learning.learn import learn_template
from docforensics.templates.masks import ink_allowed, solid_allowed
from docforensics.templates.model import REFERENCE_PX_PER_MM, Template

QUALITIES: tuple[int | None, ...] = (75, 85, 95, None)
"""JPEG, and None for PNG."""
LEARNED_AT = 85
DEVICES = ("scan", "huawei", "iphone15pro")
_FORGED = {"fantasyid": ("attack1", "attack2"), "sidtd": ("photo-swap", "text-rewrite")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """What is learned from, and what is questioned: names of files."""

    name: str
    learned: tuple[str, ...]
    genuine: str
    forged: tuple[str, ...]


def ways(folder: Path) -> Iterator[Way]:
    """All that the folder allows."""
    del folder
    for device in DEVICES:
        others = [other for other in DEVICES if other != device]
        yield Way(
            name=f"fantasyid {device}",
            learned=tuple(f"fantasyid-tr__{other}__genuine.jpg" for other in others),
            genuine=f"fantasyid-tr__{device}__genuine.jpg",
            forged=tuple(f"fantasyid-tr__{device}__{kind}.jpg" for kind in _FORGED["fantasyid"]),
        )
    yield Way(
        name="sidtd alb00",
        learned=("sidtd__alb01__genuine.jpg",),
        genuine="sidtd__alb00__genuine.jpg",
        forged=tuple(f"sidtd__alb00__{kind}.jpg" for kind in _FORGED["sidtd"]),
    )


def encoded(path: Path, quality: int | None) -> Capture:
    """The page after one encoding: its colours only, no metadata."""
    (image,) = load_images(path)
    bgr = np.ascontiguousarray(image.pixels[..., ::-1])
    if quality is None:
        _, file = cv2.imencode(".png", bgr)
    else:
        _, file = cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return Capture.load(visible=file.tobytes(), channel=Channel.UPLOAD)


def judged(capture: Capture, template: Template) -> tuple[Document, dict[str, object]]:
    """The page on its template, with the values and the score of the checks."""
    document = registered(capture, template)
    found, _ = looked_at(document)
    total = sum(score(found, family=family) for family in FAMILIES)
    policy = Policy()
    told = {
        "fits": document.sides[0].match is not None,
        "values": {name: round(one.value, 3) for name, one in found.items() if isinstance(one, Measured)},
        "log10_lr": round(total, 3),
        "score": round(posterior(total, policy.prior), 3),
        "referred": posterior(total, policy.prior) >= policy.refer,
    }
    return document, told


def unlike(document: Document) -> NDArray[np.float32] | None:
    """Dissimilarity over tolerance on the capture's own grid; None where no template fits."""
    (side,) = document.sides
    if side.match is None:
        return None
    template, page = side.match.template, side.match.pages[Light.VISIBLE]
    reference = template.references[Light.VISIBLE]
    seen = compare(
        page,
        reference.mean,
        ink_allowed=ink_allowed(template.features, reference.mean.shape),
        solid_allowed=solid_allowed(template.features, reference.mean.shape),
        trusted=reference.constant,
    )
    level = np.where(
        (seen.support > 0.3) & reference.constant, seen.dissimilarity / (reference.tolerance + 0.02), 0
    )
    return on_capture(level.astype(np.float32), document)


def on_capture(levels: NDArray[np.float32], document: Document) -> NDArray[np.float32]:
    """A map of the template frame on the grid of the capture."""
    (side,) = document.sides
    scale = np.diag([REFERENCE_PX_PER_MM, REFERENCE_PX_PER_MM, 1.0])
    to_capture = np.linalg.inv(scale @ side.page.frame.homography)
    image = side.capture.primary
    return np.asarray(cv2.warpPerspective(levels, to_capture, (image.width, image.height)), dtype=np.float32)


def inside(document: Document, mask: NDArray[np.bool_]) -> dict[str, object]:
    """What lies under a mask: unexplained print in mm2, IoU of what is marked, pixel AUC."""
    levels = unlike(document)
    if levels is None:
        return {}
    (side,) = document.sides
    assert side.match is not None  # noqa: S101 (a map was made)
    excess = on_capture(np.array(side.match.residuals[Light.VISIBLE].excess), document)
    marked = excess > 0
    per_mm2 = side.page.quality.px_per_mm**2
    both, either = int((marked & mask).sum()), int((marked | mask).sum())
    return {
        "unexplained_mm2_in_mask": round(float(excess[mask].sum()) / per_mm2, 2),
        "unexplained_mm2_elsewhere": round(float(excess[~mask].sum()) / per_mm2, 2),
        "iou": round(both / max(either, 1), 3),
        "pixel_auc": round(float(auc(levels[~mask], levels[mask])), 3),
    }


def mask_of(folder: Path, name: str, shape: tuple[int, int]) -> NDArray[np.bool_]:
    """The data set's mask of a forged file, on the image's grid."""
    with (folder / "manifest.csv").open(newline="", encoding="utf-8") as file:
        row = next(row for row in csv.DictReader(file) if row["file"] == name)
    mask = cv2.imread(str(folder / row["mask"]), cv2.IMREAD_GRAYSCALE)
    assert mask is not None, row["mask"]  # noqa: S101
    return np.asarray(cv2.resize(mask, shape[::-1], interpolation=cv2.INTER_NEAREST) > 127, dtype=bool)


def questioned(
    folder: Path, way: Way, template: Template, quality: int | None
) -> Iterator[dict[str, object]]:
    """A row for each forged page, with its genuine control."""
    control, told = judged(encoded(folder / way.genuine, quality), template)
    common = {"way": way.name, "quality": quality or "png"}
    yield {**common, "file": way.genuine, "label": "genuine", **told}
    for name in way.forged:
        document, found = judged(encoded(folder / name, quality), template)
        primary = document.sides[0].capture.primary
        mask = mask_of(folder, name, (primary.height, primary.width))
        yield {
            **common,
            "file": name,
            "label": "forged",
            **found,
            "forged": inside(document, mask),
            "control": inside(control, mask),
        }


def main() -> None:
    """Learn, question, and write the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--way", nargs="*", default=[], help="only ways whose name contains one of these")
    parser.add_argument("-o", "--out", type=Path)
    options = parser.parse_args()
    cv2.setNumThreads(1)
    rows: list[dict[str, object]] = []
    for way in ways(options.folder):
        if options.way and not any(word in way.name for word in options.way):
            continue
        captures = [encoded(options.folder / name, LEARNED_AT) for name in way.learned]
        template = learn_template(captures, model=("XXX", "I", 0, 0), size="ID1")
        for quality in QUALITIES:
            rows += questioned(options.folder, way, template, quality)
            for row in rows[-len(way.forged) - 1 :]:
                print(json.dumps(row), flush=True)
    if options.out is not None:
        result = {**provenance(), "learned_at": LEARNED_AT, "rows": rows}
        options.out.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
