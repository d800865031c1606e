"""What becomes of genuine pages as captures get worse: `python -m benchmarks.score.degrade SET --templates DIR`.

Genuine documents of the test split are blurred, compressed, shrunk and overlaid with glare, all lights alike. They should move
towards INCONCLUSIVE, not towards ALERT. The picture shows total log10 LR and outcomes by level.
"""

import argparse
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import cv2
import numpy as np
from matplotlib.figure import Figure

from benchmarks.provenance import RESULTS, provenance
from docforensics.bench.data_set import DataSet, Item
from docforensics.bench.loaders import load_data_set
from docforensics.capture.images import load_images
from docforensics.capture.light import Light
from docforensics.capture.model import Pixels
from docforensics.capture.side import Capture
from docforensics.examiner import Examiner

INSPECTED_ON = date(2026, 11, 24)
OUTCOMES = ("CLEAR", "INCONCLUSIVE", "REFER", "ALERT")
COLOURS = ("#38761d", "#999999", "#e69138", "#a61c00")


def _blur(pixels: Pixels, level: float) -> Pixels:
    return pixels if not level else np.asarray(cv2.GaussianBlur(pixels, (0, 0), level), np.uint8)


def _shrink(pixels: Pixels, level: float) -> Pixels:
    return np.asarray(cv2.resize(pixels, None, fx=level, fy=level, interpolation=cv2.INTER_AREA), np.uint8)


def _glare(pixels: Pixels, level: float) -> Pixels:
    """Add a soft white spot, right of the middle, that covers about this share of the picture."""
    height, width = pixels.shape[:2]
    y, x = np.mgrid[:height, :width]
    away = ((x - 0.62 * width) ** 2 + (y - 0.45 * height) ** 2) / max(level * height * width / np.pi, 1.0)
    spot = np.exp(-(away**2)) * (255 if level else 0)
    lit = pixels + (spot[..., None] if pixels.ndim == 3 else spot)
    return np.asarray(np.clip(lit, 0, 255), np.uint8)


def _same(pixels: Pixels, _level: float) -> Pixels:
    return pixels


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One way in which a capture gets worse."""

    levels: tuple[float, ...]
    """From unharmed to bad."""
    change: Callable[[Pixels, float], Pixels]
    words: str


KINDS: Mapping[str, Kind] = {
    "blur": Kind(levels=(0, 1, 2, 4), change=_blur, words="sigma (px)"),
    "jpeg": Kind(levels=(95, 60, 30, 12), change=_same, words="JPEG quality"),
    "resolution": Kind(levels=(1.0, 0.6, 0.4, 0.25), change=_shrink, words="scale"),
    "glare": Kind(levels=(0, 0.02, 0.08, 0.2), change=_glare, words="share covered"),
}


def worse(item: Item, kind: str, level: float) -> Capture:
    """Give a document's capture as it is after this harm, every light the same."""
    quality = int(level) if kind == "jpeg" else 95
    scale = level if kind == "resolution" else 1.0
    lights: dict[Light, list[bytes]] = {}
    for picture in item.pictures:
        pixels = KINDS[kind].change(load_images(picture.file)[0].pixels, level)
        shown = pixels if pixels.ndim == 2 else cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR)
        data = cv2.imencode(".jpg", shown, [cv2.IMWRITE_JPEG_QUALITY, quality])[1].tobytes()
        lights.setdefault(picture.light, []).append(data)
    dpi = item.pictures[0].dpi
    return Capture.from_lights(
        lights, side=item.pictures[0].side, channel=item.channel, dpi=None if dpi is None else dpi * scale
    )


def measured(data: DataSet, examiner: Examiner, count: int) -> Iterator[dict[str, object]]:
    """Examine some genuine documents of the test split at every level."""
    genuine = [item for item in data.items if not item.is_forged and item.split == "test"][:count]
    for kind, entry in KINDS.items():
        for level in entry.levels:
            for item in genuine:
                verdict = examiner.examine(worse(item, kind, level), inspected_on=INSPECTED_ON).verdict
                yield {
                    "kind": kind,
                    "level": level,
                    "document": item.id,
                    "log10_lr": round(verdict.log10_lr, 3),
                    "coverage": round(verdict.coverage, 3),
                    "outcome": verdict.outcome.value,
                }


def draw(rows: list[dict[str, object]], file: Path) -> None:
    """Draw totals above, shares of outcomes below, one column a kind."""
    figure = Figure(figsize=(11, 5.2))
    axes = figure.subplots(2, len(KINDS), sharey="row")
    for column, (kind, entry) in enumerate(KINDS.items()):
        groups = [[r for r in rows if r["kind"] == kind and r["level"] == level] for level in entry.levels]
        labels = [f"{level:g}" for level in entry.levels]
        axes[0][column].boxplot([[float(str(r["log10_lr"])) for r in group] for group in groups], widths=0.5)
        axes[0][column].axhline(0, color="#999999", linewidth=0.8)
        axes[0][column].set(title=kind, xticks=range(1, len(labels) + 1), xticklabels=labels)
        bottom = np.zeros(len(groups))
        for outcome, colour in zip(OUTCOMES, COLOURS, strict=True):
            share = np.array([np.mean([r["outcome"] == outcome for r in group]) for group in groups])
            axes[1][column].bar(labels, share, bottom=bottom, color=colour, label=outcome, width=0.6)
            bottom += share
        axes[1][column].set(xlabel=entry.words)
    axes[0][0].set(ylabel="total log10 LR")
    axes[1][0].set(ylabel="share of genuine pages")
    figure.legend(*axes[1][0].get_legend_handles_labels(), loc="lower center", ncols=4, frameon=False)
    figure.tight_layout(rect=(0, 0.06, 1, 1))
    figure.savefig(file, dpi=120)


def main() -> None:
    """Measure, draw and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--templates", type=Path)
    parser.add_argument("--calibration", type=Path, action="append", default=[])
    parser.add_argument("--documents", type=int, default=8)
    parser.add_argument("--picture", type=Path, default=RESULTS / "score-degrade.png")
    parser.add_argument("--json", type=Path, default=RESULTS / "score-degrade.json")
    options = parser.parse_args()
    cv2.setNumThreads(1)
    examiner = Examiner(templates=options.templates, calibration=options.calibration)
    rows = []
    for row in measured(load_data_set(options.data), examiner, options.documents):
        rows.append(row)
        print(row, flush=True)
    draw(rows, options.picture)
    document = {"question": "score-degrade", **provenance(), "n": options.documents, "rows": rows}
    options.json.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
