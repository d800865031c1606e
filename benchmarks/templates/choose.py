"""How well and how fast a template is chosen among a thousand, by looks alone.

    python -m benchmarks.templates.choose --out benchmarks/results/templates-choose.json

900 designs and 100 editions that differ from one of them in one detail are the store; each template is made from one
simulated scan, its pictures and fields named. Pages of other holders, none with an MRZ, are captured by a simulated flatbed
(150 and 200 ppi) or phone (2 megapixels), found by their outline, and asked for: pages of designs without editions, pages of both editions
of the others, and pages of designs that the store lacks.
"""

import argparse
import json
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.provenance import provenance
from benchmarks.templates.designs import Design, Drawn, draw, personalise
from docforensics.capture.light import Light
from docforensics.capture.model import Channel, Image
from docforensics.capture.side import Capture
from docforensics.page.find import find_frame
from docforensics.page.model import Page
from docforensics.page.rectify import draw as draw_page
from docforensics.shares import share_interval
from docforensics.templates.masks import box_mask
from docforensics.templates.model import LightReference, Template, TemplateModel
from docforensics.templates.retrieval.choose import Choice, NoneFits, OneOf, choose
from docforensics.templates.retrieval.index import IndexEntry, TemplateIndex
from sample_docs.generator.capture import flatbed, photo
from sample_docs.generator.capture.codec import decode, encode
from sample_docs.generator.capture.sensor import expose

BASES, EDITIONS = 900, 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One page that was asked for."""

    group: str
    """`single`, `edition` or `absent`."""
    channel: str
    result: str
    """`right`, `wrong`, `other edition`, `one of`, `one of wrong`, `none`."""
    score: float
    seconds: float


def store(seed: int, bases: int, editions: int) -> tuple[TemplateIndex, list[Design]]:
    """The index of all designs, and the designs in its order."""
    designs = [Design(seed=seed * 100_000 + number) for number in range(bases)]
    designs += [designs[number].successor() for number in range(editions)]
    return TemplateIndex.of(_templates(designs, seed)), designs


def _templates(designs: list[Design], seed: int) -> Iterator[tuple[Template, IndexEntry]]:
    for number, design in enumerate(designs):
        drawn = draw(design)
        model = TemplateModel(country="UTO", type="I", number=number, year=2020 + design.edition)
        template = _template(design, drawn, model, np.random.default_rng([seed, number, 7]))
        yield template, IndexEntry(model=model, size=design.size)


def _template(design: Design, drawn: Drawn, model: TemplateModel, rng: np.random.Generator) -> Template:
    """A reference from one scan of one holder, whose data are blurred away."""
    scan = _scanned(personalise(drawn, int(rng.integers(2**31))), rng)
    shape = scan.shape[:2]
    constant = ~box_mask([box.grown(0.6) for box in (drawn.portrait, *drawn.fields)], shape)
    blurred = cv2.GaussianBlur(scan, (0, 0), 12)
    mean = np.where(constant[..., None], scan, blurred)
    reference = LightReference(mean=mean, tolerance=np.full(shape, 0.2, np.float32), constant=constant)
    return Template(
        model=model, size=design.size, features=(), references={Light.VISIBLE: reference}, n_captures=1
    )


def _scanned(pixels: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    """Seen by a scanner: a little askew, soft, noisy."""
    height, width = pixels.shape[:2]
    dx, dy = rng.normal(0, 2.0, 2)
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), float(rng.normal(0, 0.12)), 1.0)
    matrix[:, 2] += (dx, dy)
    seen = cv2.warpAffine(pixels, matrix, (width, height), borderMode=cv2.BORDER_REPLICATE)
    seen = cv2.GaussianBlur(seen, (0, 0), float(rng.uniform(0.5, 1.0))).astype(np.float32)
    seen = seen * rng.uniform(0.94, 1.03, 3) + rng.normal(0, 2.0, seen.shape)
    return np.clip(seen, 0, 255).astype(np.uint8)


def captured(design: Design, seed: int) -> tuple[Page, str]:
    """A page of a design as captured and found, and the channel."""
    rng = np.random.default_rng([seed, 9])
    width, height = design.size.millimetres
    pixels = personalise(draw(design), int(rng.integers(2**31)))
    channel, ppi = (photo, 160) if rng.random() < 0.5 else (flatbed, int(rng.choice([150, 200])))
    shot = channel.shots(SimpleNamespace(width=width, height=height), int(rng.integers(2**31)), ppi=ppi)[0]
    scale = shot.px_per_mm / 8
    raster = (
        pixels if scale == 1 else cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
    )
    image = decode(encode(expose(np.asarray(raster, np.uint8), shot), shot.codec))
    capture = Capture(
        images={Light.VISIBLE: (Image(pixels=image, sha256="0" * 64, raw=b"", media_type="array"),)},
        channel=Channel.PHOTO if channel is photo else Channel.SCANNER,
    )
    return draw_page(capture, find_frame(capture)), channel.NAME


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One page to ask for."""

    group: str
    design: Design
    seed: int
    truth: int | None = None
    """Index of its template; None for a design that the store lacks."""
    twin: int | None = None
    """Index of the other edition."""


def ask(index: TemplateIndex, question: Question) -> Asked:
    """Choose for one page and say how it went."""
    page, channel = captured(question.design, question.seed)
    start = time.process_time()
    choice = choose(index, page)
    seconds = time.process_time() - start
    result = _result(choice, question.truth, question.twin)
    return Asked(group=question.group, channel=channel, result=result, score=choice.score, seconds=seconds)


def _result(choice: Choice, truth: int | None, twin: int | None) -> str:
    if isinstance(choice, NoneFits):
        return "none"
    if isinstance(choice, OneOf):
        return "one of" if truth in choice.numbers else "one of wrong"
    if choice.number == truth:
        return "right"
    return "other edition" if choice.number == twin else "wrong"


def measure(seed: int, bases: int, editions: int, pages: int) -> dict[str, object]:
    """Make the store, ask for `pages` pages of each group."""
    start = time.process_time()
    index, designs = store(seed, bases, editions)
    built = time.process_time() - start
    asked: list[Asked] = []
    for question in _questions(designs, seed, bases, pages):
        asked.append(ask(index, question))
        if len(asked) % 60 == 0:
            print(f"{len(asked)} of {3 * pages} pages", flush=True)
    return {"store": {"bases": bases, "editions": editions, "cpu_s": round(built, 1)}, **summary(asked)}


def _questions(designs: list[Design], seed: int, bases: int, pages: int) -> Iterator[Question]:
    rng = np.random.default_rng([seed, 11])
    editions = len(designs) - bases
    for number in range(pages):
        start = int(rng.integers(2**31))
        single = editions + int(rng.integers(bases - editions))
        yield Question(group="single", design=designs[single], seed=start, truth=single)
        first = int(rng.integers(editions))
        truth, twin = (first, bases + first) if number % 2 else (bases + first, first)
        yield Question(group="edition", design=designs[truth], seed=start + 1, truth=truth, twin=twin)
        yield Question(group="absent", design=Design(seed=seed * 100_000 + 50_000 + number), seed=start + 2)


def summary(asked: list[Asked]) -> dict[str, object]:
    """Counts and shares with intervals, by group and channel; times of choosing."""
    groups: dict[str, object] = {}
    for group in ("single", "edition", "absent"):
        for channel in ("", "flatbed", "photo"):
            some = [one for one in asked if one.group == group and channel in ("", one.channel)]
            counts = Counter(one.result for one in some)
            wrong = {
                "single": counts["wrong"] + counts["one of wrong"],
                "edition": counts["wrong"] + counts["one of wrong"] + counts["other edition"],
                "absent": len(some) - counts["none"],
            }[group]
            low, high = share_interval(wrong, len(some))
            groups[f"{group} {channel}".strip()] = {
                "n": len(some),
                **dict(sorted(counts.items())),
                "wrong_share": round(wrong / max(len(some), 1), 4),
                "wrong_interval": [round(low, 4), round(high, 4)],
            }
    seconds = np.array([one.seconds for one in asked])
    scores = {
        group: [
            round(float(q), 3)
            for q in np.quantile([o.score for o in asked if o.group == group], (0, 0.05, 0.5, 0.95, 1))
        ]
        for group in ("single", "edition", "absent")
    }
    times = {
        "median_ms": round(1000 * float(np.median(seconds)), 1),
        "p95_ms": round(1000 * float(np.quantile(seconds, 0.95)), 1),
    }
    return {"groups": groups, "score_quantiles": scores, "choose_cpu": times}


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--bases", type=int, default=BASES)
    parser.add_argument("--editions", type=int, default=EDITIONS)
    parser.add_argument("--pages", type=int, default=150, help="of each of the three groups")
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    result = measure(options.seed, options.bases, options.editions, options.pages)
    record = {"provenance": provenance(), "seed": options.seed, **result}
    text = json.dumps(record, indent=1)
    print(text)
    if options.out:
        options.out.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
