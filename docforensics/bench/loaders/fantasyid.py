"""FantasyID (Korshunov et al., arXiv 2507.20808): printed cards on three devices, with faces swapped and text inpainted.

`bonafide/<device>/<card>.jpg` and `attack/<digital_1|digital_2>/<device>/<card>.jpg`, each attack with a JSON of its name
whose VIA regions with `region_provenance` of `altered` are the places; `*train.csv` and `*test.csv` with a column `path`
name the splits. A card's name is `<language>-<holder>`.
"""

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path

from docforensics.bench.data_set import DataSet, Item, ItemFile, Label, Truth
from docforensics.bench.loaders.common import file_regions, folders_of, pictures_of
from docforensics.capture.model import Channel
from docforensics.regular import is_file, is_folder, real_path

LOOKED_FOR = "bonafide/<device>/ and attack/<kind>/<device>/"


def recognises(root: Path) -> bool:
    """Whether genuine cards and attacks lie here."""
    return is_folder(root / "bonafide") and is_folder(root / "attack")


def load(root: Path) -> DataSet:
    """Read all cards on all devices."""
    splits = dict(_splits(root))
    items = (*_items(root, root / "bonafide", "", splits), *_attacks(root, splits))
    return DataSet(name=real_path(root).name, root=root, items=items)


def _attacks(root: Path, splits: Mapping[str, str]) -> Iterator[Item]:
    for folder in folders_of(root / "attack"):
        yield from _items(root, folder, folder.name, splits)


def _items(root: Path, folder: Path, species: str, splits: Mapping[str, str]) -> Iterator[Item]:
    for device in folders_of(folder):
        for file in pictures_of(device):
            path = file.relative_to(root).as_posix()
            twin = root / "bonafide" / device.name / file.name
            yield Item(
                id=path,
                label=Label.FORGED if species else Label.GENUINE,
                pictures=(ItemFile(file=file, truth=_truth(file) if species else None),),
                group=file.stem,
                species=species,
                issuer=file.stem.partition("-")[0],
                document_type="card",
                capture=device.name,
                channel=Channel.SCANNER if device.name == "scan" else Channel.PHOTO,
                split=splits.get(path, ""),
                twin=twin.relative_to(root).as_posix() if species and is_file(twin) else "",
            )


def _truth(file: Path) -> Truth | None:
    regions = file_regions(file.with_suffix(".json"))
    changed = tuple(r.polygon for r in regions if r.attributes.get("region_provenance") == "altered")
    return Truth(polygons=changed) if changed else None


def _splits(root: Path) -> Iterator[tuple[str, str]]:
    for split in ("train", "test"):
        for file in sorted(root.glob(f"*{split}.csv")):
            with file.open(encoding="utf-8-sig", newline="") as stream:
                yield from ((row["path"], split) for row in csv.DictReader(stream) if row.get("path"))
