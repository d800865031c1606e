"""The part `calibration`: are the posteriors of the characters honest? Held-apart synthetic pages, many past legibility.

Two sources, none of which trains or calibrates any reader: Utopia's scans made small or blurred, and the zones of random
text that `calibrate_tesseract.py` draws, seeds from 20,000.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rich.progress import track

from benchmarks.mrz.calibrate_tesseract import draw_zone
from benchmarks.mrz.degrade import CURVES, png, with_mrz
from benchmarks.mrz.metrics import reliability
from benchmarks.mrz.session import Session
from benchmarks.mrz.setting import Setting
from benchmarks.mrz.utopia import SEED, flatbed_pages

_HARMS = {
    "character height": (5, 6, 7, 8),
    "blur": (0.2, 0.225, 0.25),
    "noise": (45, 80),
    "JPEG quality": (10,),
}
_ZONES, _FIRST_ZONE = 200, 20_000

Sample = tuple[tuple[str, ...], bytes]
"""What is printed, and the image file's bytes."""
Pairs = list[tuple[float, bool]]
"""Posterior of the symbol read, and whether it is the one printed."""


def run(setting: Setting) -> None:
    """Read, compare, write `calibration.json` and `reliability.png`."""
    session = setting.session()
    pages = with_mrz(flatbed_pages(setting.cache, setting.documents))
    harmed = (
        (page.lines, curve.harm(page, amount))
        for page in track(pages, "harmed pages")
        for curve in CURVES
        for amount in _HARMS.get(curve.title, ())
    )
    found = {"Utopia, harmed": _pairs(session, harmed), "random text": _pairs(session, _zones())}
    session.close()
    figures = {name: _figures(pairs, unread) for name, (pairs, unread) in found.items()}
    together = [pair for pairs, _ in found.values() for pair in pairs]
    figures["all"] = _figures(together, sum(unread for _, unread in found.values()))
    setting.write("calibration", {"engine": setting.engine, "seeds": [SEED, _FIRST_ZONE], **figures})
    draw(
        {name: _table(pairs) for name, (pairs, _) in found.items()},
        figures,
        setting.results / "reliability.png",
    )
    print({name: entry["expected_calibration_error"] for name, entry in figures.items()})


def _zones() -> Iterator[Sample]:
    for number in track(range(_FIRST_ZONE, _FIRST_ZONE + _ZONES), "zones of random text"):
        lines, pixels = draw_zone(np.random.default_rng(number))
        yield tuple(lines), png(pixels)


def _pairs(session: Session, samples: Iterable[Sample]) -> tuple[Pairs, int]:
    """Every character of readings of the printed lengths, so that each has its counterpart; and how many had others."""
    pairs: Pairs = []
    unread = 0
    for printed, image in samples:
        lines, sure = _read(session, image)
        if [len(line) for line in lines] != [len(line) for line in printed]:
            unread += 1
            continue
        pairs += [
            (posterior, read == want)
            for line, read_line, posteriors in zip(printed, lines, sure, strict=True)
            for want, read, posterior in zip(line, read_line, posteriors, strict=True)
        ]
    return pairs, unread


def _read(session: Session, image: bytes) -> tuple[tuple[str, ...], list[list[float]]]:
    with TemporaryDirectory() as folder:
        file = Path(folder) / ("page.jpg" if image.startswith(b"\xff\xd8") else "page.png")
        file.write_bytes(image)
        answer = session.read(file)
    return answer.lines or (), answer.extra.get("sure", [])


def _table(pairs: Pairs) -> NDArray[np.float64]:
    return reliability([posterior for posterior, _ in pairs], [right for _, right in pairs])[1]


def _figures(pairs: Pairs, unread: int) -> dict[str, Any]:
    posteriors, right = zip(*pairs, strict=True)
    error, table = reliability(posteriors, right)
    return {
        "characters": len(pairs),
        "right": round(float(np.mean(right)), 5),
        "zones_unread_or_of_other_lengths": unread,
        "expected_calibration_error": round(error, 5),
        "above_0.99": int(np.sum(np.array(posteriors) > 0.99)),
        "above_0.99_wrong": int(np.sum((np.array(posteriors) > 0.99) & ~np.array(right))),
        "bins": [[round(float(v), 4) for v in row] for row in table],
    }


def draw(tables: dict[str, NDArray[np.float64]], figures: dict[str, Any], file: Path) -> None:
    """Share right against posterior, and below it how many characters each bin holds."""
    import matplotlib as mpl  # noqa: PLC0415 (for the picture only)

    mpl.use("Agg")
    from matplotlib import pyplot as plt  # noqa: PLC0415

    figure, (curve, count) = plt.subplots(
        2, 1, figsize=(5, 6), height_ratios=(3, 1), sharex=True, layout="constrained"
    )
    curve.plot([0, 1], [0, 1], color="grey", lw=1, label="honest")
    for name, table in tables.items():
        error = 100 * figures[name]["expected_calibration_error"]
        curve.plot(table[:, 0], table[:, 1], marker="o", ms=4, label=f"{name}: ECE {error:.1f} %")
        count.plot(table[:, 0], table[:, 2], marker="o", ms=4)
    curve.set(ylabel="share right", ylim=(0, 1.02))
    curve.legend(frameon=False)
    count.set(xlabel="posterior of the symbol read", ylabel="characters", yscale="log", xlim=(0, 1.02))
    for panel in (curve, count):
        panel.grid(alpha=0.25)
    figure.savefig(file, dpi=100)
    plt.close(figure)
