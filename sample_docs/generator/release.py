"""Writes a data set of designs at random for others: ``python -m sample_docs.generator release OUT --name utopia-designs-1``.

OUT/NAME is what is given away: `train` and `development` with everything that is known of each picture, and `sealed`, pictures under names that
say nothing, without labels. No design, press or record stands in two of them; faces and devices of `sealed` are not those of the others. Designs and chance
of `sealed` follow from a seed that stays in OUT/NAME-key with its labels: NAME states the seed's hash, so that whoever sees the seed later can make
the pictures again and prove that they were not chosen afterwards. A release that was cut off goes on where it was.
"""

import argparse
import csv
import dataclasses
import hashlib
import json
import os
import secrets
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.progress import track

from .capture import CHANNELS
from .design_set import DEVICES, Setup, draw_folder
from .release_card import card
from .render import keep_backgrounds
from .writing import prepared

PUBLIC = ("train", "development")
SEALED, KEY_FOLDER, SEED_FILE = "sealed", "{}-key", "seed.txt"
CHECKSUMS, FACTS_FILE = "SHA256SUMS", "release.json"
_SEALED_FROM, _SEALED_DESIGNS = 10_000_000, 1_000_000_000
"""Numbers of sealed designs: above all that anybody counts up to, and so many that they cannot be found by drawing them all."""
_OPAQUE = 20
"""Hexadecimal digits of the name of a sealed picture."""
_PUBLISHED_AT = 1_735_689_600
"""Time of every sealed picture, seconds of the epoch: 1 January 2025. Any would do."""
_BACKGROUND_BYTES = 150_000_000
"""As for a set (`design_set`): both sides of one design in three lights."""
_LABELS = ("manifest.csv", "facts.csv")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasePlan:
    """What a release holds."""

    out: Path
    name: str
    first: int
    """Number of the first design of `train`; those of `development` follow."""
    train: int
    development: int
    sealed: int
    """Designs in each part."""
    genuine: int
    forged: int
    template: int
    """Documents a design and channel."""
    channels: tuple[str, ...]
    seed: int
    ppi: int | None

    @property
    def folder(self) -> Path:
        """What is given away."""
        return self.out / self.name

    @property
    def key(self) -> Path:
        """What is kept back."""
        return self.out / KEY_FOLDER.format(self.name)

    def designs(self, part: str) -> tuple[int, ...]:
        """Numbers of the designs of a public part."""
        start, count = {
            "train": (self.first, self.train),
            "development": (self.first + self.train, self.development),
        }[part]
        return tuple(range(start, start + count))


def sealed_designs(seed: str, count: int) -> tuple[int, ...]:
    """Numbers of the sealed designs: those that a seed gives, each once."""
    found: list[int] = []
    for number in range(2 * count):
        told = int(hashlib.sha256(f"{seed}/{number}".encode()).hexdigest(), 16)
        design = _SEALED_FROM + told % _SEALED_DESIGNS
        if design not in found:
            found.append(design)
    return tuple(found[:count])


def release(plan: ReleasePlan, *, quiet: bool = False) -> Mapping[str, object]:
    """Draw what is missing, write lists, card and checksums; what `release.json` states."""
    seed = kept_seed(plan.key)
    work = list(_folders(plan, seed))
    for setup, design, channel in track(work, "designs", disable=quiet):
        draw_folder(setup, design, channel)
    for part in PUBLIC:
        _merge(plan.folder / part)
    _merge(plan.key / SEALED)
    _publish_sealed(plan, seed)
    facts = _facts(plan, seed)
    (plan.folder / FACTS_FILE).write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8")
    (plan.folder / "README.md").write_text(card(plan.name, facts), encoding="utf-8")
    licence = Path(__file__).resolve().parents[2] / "LICENSE"
    shutil.copyfile(licence, plan.folder / "LICENSE")
    _write_checksums(plan.folder)
    return facts


def kept_seed(key: Path) -> str:
    """The seed of the sealed part: made once, and kept apart from what is given away."""
    file = key / SEED_FILE
    if not file.is_file():
        key.mkdir(parents=True, exist_ok=True)
        file.write_text(secrets.token_hex(32) + "\n", encoding="utf-8")
    return file.read_text(encoding="utf-8").strip()


def hash_of(seed: str) -> str:
    """What is published of a seed."""
    return hashlib.sha256(seed.encode()).hexdigest()


def _folders(plan: ReleasePlan, seed: str) -> Iterator[tuple[Setup, int, str]]:
    """Every design on every channel with what it is drawn from."""
    common = Setup(
        out=plan.folder,
        seed=plan.seed,
        split="calibration",
        genuine=plan.genuine,
        forged=plan.forged,
        template=plan.template,
        devices=DEVICES,
        reprinted=0.2,
        ppi=plan.ppi,
    )
    for part in PUBLIC:
        setup = dataclasses.replace(common, out=plan.folder / part)
        yield from ((setup, design, channel) for design in plan.designs(part) for channel in plan.channels)
    chance = int(hash_of(f"{seed}/chance"), 16) % 2**31
    hidden = dataclasses.replace(
        common, out=plan.key / SEALED, split="test", seed=chance, shares_records=False
    )
    for design in sealed_designs(seed, plan.sealed):
        yield from ((hidden, design, channel) for channel in plan.channels)


def _merge(folder: Path) -> None:
    """One list of each kind over all folders of a part, with paths from the part."""
    for name in _LABELS:
        tables = [(one.parent.name, _table(one)) for one in sorted(folder.glob(f"random-*/{name}"))]
        rows = [_moved(row, place) for place, table in tables for row in table]
        columns = list(dict.fromkeys(key for row in rows for key in row))
        _write_table(folder / name, columns, rows)


def _moved(row: Mapping[str, str], place: str) -> dict[str, str]:
    paths = {key: f"{place}/{row[key]}" for key in ("file", "mask") if row.get(key)}
    return {"folder": place, **row, **paths}


def _publish_sealed(plan: ReleasePlan, seed: str) -> None:
    """Give the sealed pictures names that say nothing, and list what anybody sees of them."""
    source, target = plan.key / SEALED, plan.folder / SEALED
    target.mkdir(parents=True, exist_ok=True)
    shown, known, copies = [], [], {}
    for row in _table(source / "manifest.csv"):
        file = Path(row["file"])
        document, picture = (
            hash_of(f"{seed}/{name}")[:_OPAQUE] for name in (row["document_id"], row["file"])
        )
        opaque = f"{picture}{file.suffix}"
        copies[opaque] = source / file
        seen = {key: row[key] for key in ("side", "light", "channel", "dpi")}
        shown.append({"file": opaque, "document_id": document, **seen})
        known.append({"published": opaque, **row})
    # In the order of names and of one time: pictures are drawn in an order that tells labels.
    for opaque, original in sorted(copies.items()):
        if not (target / opaque).exists():
            shutil.copyfile(original, target / opaque)
        os.utime(target / opaque, (_PUBLISHED_AT, _PUBLISHED_AT))
    _write_table(
        target / "pictures.csv",
        ("file", "document_id", "side", "light", "channel", "dpi"),
        sorted(shown, key=lambda one: one["file"]),
    )
    _write_table(plan.key / "labels.csv", list(known[0]) if known else (), known)


def _facts(plan: ReleasePlan, seed: str) -> dict[str, object]:
    """What the release holds, counted."""
    parts = {part: _counted(_table(plan.folder / part / "manifest.csv")) for part in PUBLIC}
    hidden = _table(plan.folder / SEALED / "pictures.csv")
    return {
        "name": plan.name,
        "seed": plan.seed,
        "sealed_seed_sha256": hash_of(seed),
        "designs": {part: list(plan.designs(part)) for part in PUBLIC} | {SEALED: plan.sealed},
        "documents_per_design_and_channel": {
            "template": plan.template,
            "genuine": plan.genuine,
            "forged": plan.forged,
        },
        "channels": list(plan.channels),
        "parts": parts
        | {SEALED: {"pictures": len(hidden), "documents": len({row["document_id"] for row in hidden})}},
        "licence": "Apache-2.0",
    }


def _counted(rows: Sequence[Mapping[str, str]]) -> dict[str, object]:
    documents = {(row["folder"], row["document_id"]): row for row in rows}
    return {
        "pictures": len(rows),
        "documents": len(documents),
        "genuine": sum(row["label"] == "genuine" for row in documents.values()),
        "lights": dict(sorted(Counter(row["light"] for row in rows).items())),
        "species": dict(
            sorted(Counter(row["species"] for row in documents.values() if row["species"]).items())
        ),
    }


def _write_checksums(folder: Path) -> None:
    files = sorted(one for one in folder.rglob("*") if one.is_file() and one.name != CHECKSUMS)
    lines = (
        f"{hashlib.sha256(one.read_bytes()).hexdigest()}  {one.relative_to(folder).as_posix()}\n"
        for one in files
    )
    (folder / CHECKSUMS).write_text("".join(lines), encoding="utf-8")


def _table(path: Path) -> list[dict[str, str]]:
    if not path.is_file():
        return []
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _write_table(path: Path, columns: Iterable[str], rows: Iterable[Mapping[str, str]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(columns), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def main(arguments: list[str]) -> int:
    """Write a release; 0."""
    parser = argparse.ArgumentParser(prog="python -m sample_docs.generator release", description=__doc__)
    parser.add_argument("out", type=Path, help="folder for the release and its key; never the repository's")
    parser.add_argument("--name", required=True, help="for example utopia-designs-1")
    parser.add_argument("--first", type=int, default=20_000, help="number of the first design")
    parser.add_argument("--train", type=int, default=80, help="designs to learn from")
    parser.add_argument("--development", type=int, default=20, help="designs to compare methods on")
    parser.add_argument("--sealed", type=int, default=40, help="designs whose labels are kept back")
    parser.add_argument("--genuine", type=int, default=8, help="genuine documents a design and channel")
    parser.add_argument("--forged", type=int, default=8, help="forged documents a design and channel")
    parser.add_argument("--template", type=int, default=6, help="genuine documents kept for a template")
    parser.add_argument("--channels", nargs="+", choices=sorted(CHANNELS), default=list(CHANNELS))
    parser.add_argument("--seed", type=int, default=2411, help="of train and development")
    parser.add_argument("--ppi", type=int, help="resolution for all; None is each device's")
    options = parser.parse_args(arguments)
    prepared()
    keep_backgrounds(_BACKGROUND_BYTES)
    plan = ReleasePlan(**{**vars(options), "channels": tuple(options.channels)})
    facts = release(plan)
    print(f"{plan.folder}: {json.dumps(facts['parts'])}")
    print(f"kept back: {plan.key}; seed of the sealed part sha256 {facts['sealed_seed_sha256']}")
    return 0
