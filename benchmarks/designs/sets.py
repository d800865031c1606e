"""What is drawn of one design: a folder a channel, with the holders that its template is learned from, and what the authority knows of it.

Designs at random (`random-0007`) are drawn as `python -m sample_docs.generator designs` draws them, Utopia's four series as
`benchmarks.score.draw` does: both keep template holders apart in `template.txt`.
"""

import argparse
import csv
import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

from benchmarks.evasion.templates import MODELS, PERFORATIONS
from benchmarks.score.draw import draw, planned
from benchmarks.score.name import devices
from docforensics.bench.data_set import Item
from docforensics.bench.loaders import load_data_set
from docforensics.page.geometry import BoxMm
from sample_docs.generator.design_set import DEVICES, Setup, described, draw_folder
from sample_docs.generator.designs import designs
from sample_docs.generator.people import holder

READER = "border-reader"
"""The channel that templates are learned from: three lights."""
CHANNELS = (READER, "flatbed", "photo", "messenger")
UTOPIA = tuple(MODELS)
RANDOM = "random-"
FREE = "free"
"""The form of designs at random whose size no standard has."""
REPRINTED = 0.2
"""Share of the documents that another press printed from the same design: as the generator's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DesignPlan:
    """What is wanted of one design. Plain values, which travel to workers as text."""

    design: str
    split: str
    channels: tuple[str, ...] = CHANNELS
    template: int = 8
    """Holders that the template is learned from."""
    genuine: int = 8
    """Further genuine documents on every channel."""
    forged: int = 8
    """Forgeries on every channel, of as many species where there are; each design and channel has an order of its own."""
    seed: int = 0
    count: bool = True
    """Whether false alarms are counted on the holders of the template, by folds, as an authority does: half of the time of a design. The fit
    takes no counts, and the figures of the shipped rows do."""
    bare: bool = True
    """Whether every document is examined without any template as well."""

    def packed(self) -> str:
        """Write it as text; `bare` is named where it is not so, so that plans of before are still theirs."""
        told = asdict(self)
        if self.bare:
            del told["bare"]
        return json.dumps(told, sort_keys=True)

    @classmethod
    def unpacked(cls, text: str) -> "DesignPlan":
        """Read what `packed` wrote."""
        told = json.loads(text)
        return cls(**{**told, "channels": tuple(told["channels"])})


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownSide:
    """What an authority knows of one side of its document."""

    model: tuple[str, str, int, int]
    """Country, type, number and year."""
    devices: tuple[BoxMm, ...]
    """Places of optically variable devices."""
    perforation: tuple[float, float] | None
    """A place in the perforated number, page mm."""
    has_zone: bool
    """Whether it bears the machine readable zone."""
    size_mm: tuple[float, float] | None = None
    """Of a page that no standard has: its captures do not show it exactly."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnItem:
    """One document of a design, with its units."""

    item: Item
    is_of_template: bool
    press: str
    device: str


def drawn(plan: DesignPlan, out: Path) -> list[DrawnItem]:
    """Draw a design on its channels."""
    folders = [
        _random(plan, channel, out) if plan.design.startswith(RANDOM) else _utopia(plan, channel, out)
        for channel in plan.channels
    ]
    return [one for folder in folders for one in _items(folder, plan)]


def _random(plan: DesignPlan, channel: str, out: Path) -> Path:
    setup = Setup(
        out=out,
        seed=plan.seed,
        split=plan.split,
        genuine=plan.genuine,
        forged=plan.forged,
        template=plan.template,
        devices=DEVICES,
        reprinted=REPRINTED,
        ppi=None,
        draws_template=plan.count or channel == READER,
    )
    draw_folder(setup, _number(plan.design), channel)
    return out / f"{plan.design}-{channel}"


def _number(design: str) -> int:
    return int(design.removeprefix(RANDOM))


def _utopia(plan: DesignPlan, channel: str, out: Path) -> Path:
    folder = out / f"{plan.design}-{channel}"
    folder.mkdir(parents=True)
    counts = {"calibration": (1, 0), "test": (0, 1)}[plan.split]
    wanted = argparse.Namespace(
        design=plan.design,
        channel=channel,
        seed=plan.seed,
        severity="ordinary",
        genuine=tuple((plan.genuine + plan.template) * one for one in counts),
        forged=tuple(plan.forged * one for one in counts),
        template=0,
        skip=0,
        turn=zlib.crc32(f"{plan.seed}/{plan.design}/{channel}".encode()),
    )
    jobs = planned(wanted)
    draw(jobs, folder, seconds=float("inf"))
    forged = {job.holder for job in jobs if job.species}
    others = list(dict.fromkeys(job.holder for job in jobs if job.holder not in forged))
    apart = [holder(who).key for who in others[-plan.template :]] if plan.template else []
    (folder / "template.txt").write_text(" ".join(apart) + "\n", encoding="utf-8")
    return folder


def _items(folder: Path, plan: DesignPlan) -> list[DrawnItem]:
    apart = frozenset((folder / "template.txt").read_text(encoding="utf-8").split())
    facts = _facts(folder / "facts.csv")
    channel = folder.name.removeprefix(f"{plan.design}-")
    return [
        DrawnItem(
            item=item,
            is_of_template=item.group in apart,
            press=_named("press", facts.get(item.id, {}).get("press"), plan.design),
            device=_named(f"{channel} of {plan.split}", facts.get(item.id, {}).get("device"), plan.design),
        )
        for item in load_data_set(folder).items
    ]


def _facts(file: Path) -> Mapping[str, Mapping[str, str]]:
    if not file.is_file():
        return {}
    with file.open(newline="", encoding="utf-8") as stream:
        return {row["document_id"]: row for row in csv.DictReader(stream)}


def _named(kind: str, number: str | None, design: str) -> str:
    """Name a press or a device: by its number, else as the one of its design."""
    return f"{kind} {design if number is None else number}"


def known_sides(design: str) -> Mapping[str, KnownSide]:
    """Give what is known of each side of a design, by the side."""
    return _known_random(_number(design)) if design.startswith(RANDOM) else _known_utopia(design)


def _known_utopia(design: str) -> Mapping[str, KnownSide]:
    sheets = designs()[design]
    return {
        one.side: KnownSide(
            model=MODELS[design],
            devices=devices(sheets, one.side),
            perforation=PERFORATIONS.get(design),
            has_zone=one.compose is not None,
        )
        for one in sheets
    }


@cache
def _known_random(number: int) -> Mapping[str, KnownSide]:
    told = json.loads(json.dumps(described(number)))
    country, kind, edition, year = told["model"]
    return {
        side["side"]: KnownSide(
            model=(country, kind, _whole(edition), year),
            devices=tuple(_box(box) for box in side["devices"]),
            perforation=_centre(side["perforation"]),
            has_zone=side["mrz"],
            size_mm=(width, height) if told["form"] == FREE else None,
        )
        for side in told["sides"]
        for width, height in (side["size_mm"],)
    }


def _whole(series: str) -> int:
    digits = "".join(letter for letter in str(series) if letter.isdigit())
    return int(digits) if digits else 1


def _box(box: Sequence[float]) -> BoxMm:
    x, y, w, h = box
    return BoxMm(left=x, top=y, right=x + w, bottom=y + h)


def _centre(box: Sequence[float] | None) -> tuple[float, float] | None:
    return None if box is None else (box[0] + box[2] / 2, box[1] + box[3] / 2)
