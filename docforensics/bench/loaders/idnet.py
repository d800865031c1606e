"""IDNet (Guan et al., arXiv 2408.01690): synthetic identity documents with six patterns of fraud.

For each country or state a folder with `positive/`, `fraud1_copy_and_move/` to `fraud6_crop_and_replace/` and
`meta/detailed_with_fraud_info/*.json` (older archives: `meta/*.json`), which give boxes by file name: `bbox_face` and
`bbox_ghostimg`, or `src` and `des` with a `bbox` or a `region` that has one. Forged files are named after the genuine one,
with `_fake_...` behind it.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from docforensics.bench.data_set import DataSet, Item, ItemFile, Label, Polygon, Truth
from docforensics.bench.loaders.common import folders_of, pictures_of, read_json
from docforensics.capture.model import Channel
from docforensics.regular import is_folder, real_path

FRAUDS = {
    "fraud1_copy_and_move": "copyandmove",
    "fraud2_face_morphing": "facemorph",
    "fraud3_face_replacement": "facereplacement",
    "fraud4_combined": "combined",
    "fraud5_inpaint_and_rewrite": "inpaintandrewrite",
    "fraud6_crop_and_replace": "cropandreplace",
}
"""Folder, and the word in the name of its annotation file."""
LOOKED_FOR = "positive/ together with fraud1_copy_and_move/ to fraud6_crop_and_replace/, here or up to two folders below"


def recognises(root: Path) -> bool:
    """Whether a country's folder is here or up to two folders below."""
    return next(_countries(root), None) is not None


def load(root: Path) -> DataSet:
    """Read every country."""
    items = [item for country in _countries(root) for item in _country(country)]
    return DataSet(name=real_path(root).name, root=root, items=tuple(items))


def _countries(root: Path) -> Iterator[Path]:
    below = folders_of(root)
    for folder in (root, *below, *(deeper for one in below for deeper in folders_of(one))):
        if is_folder(folder / "positive") and any(is_folder(folder / fraud) for fraud in FRAUDS):
            yield folder


def _country(country: Path) -> Iterator[Item]:
    genuine = {file.stem for file in pictures_of(country / "positive")}
    for file in pictures_of(country / "positive"):
        yield _item(country, file, Label.GENUINE, "")
    for fraud, word in FRAUDS.items():
        told = _annotations(country, word)
        for file in pictures_of(country / fraud):
            base = file.stem.partition("_fake")[0]
            entry = told.get(file.name) or told.get(file.stem) or {}
            truth = Truth(polygons=polygons) if (polygons := tuple(_polygons(entry))) else None
            twin = f"{country.name}/positive/{base}" if base in genuine else ""
            yield _item(country, file, Label.FORGED, fraud.partition("_")[2], truth=truth, twin=twin)


def _annotations(country: Path, word: str) -> Mapping[str, Any]:
    files = (
        *(country / "meta" / "detailed_with_fraud_info").glob("*.json"),
        *(country / "meta").glob("*.json"),
    )
    named = sorted(file for file in files if word in file.stem.lower().replace("_", ""))
    return {name: entry for file in named for name, entry in read_json(file).items()}


def _polygons(entry: Mapping[str, Any]) -> Iterator[Polygon]:
    """Give all boxes that an entry holds, each as left, top, right, bottom."""
    sides = [entry.get(side) or {} for side in ("src", "des")]
    boxes = [entry.get("bbox_face"), entry.get("bbox_ghostimg")]
    boxes += [side.get("bbox") or (side.get("region") or {}).get("bbox") for side in sides]
    for box in boxes:
        if isinstance(box, list) and len(box) == 4:
            left, top, right, bottom = map(float, box)
            yield (left, top), (right, top), (right, bottom), (left, bottom)


def _item(
    country: Path, file: Path, label: Label, species: str, *, truth: Truth | None = None, twin: str = ""
) -> Item:
    return Item(
        id=f"{country.name}/{file.parent.name}/{file.stem}",
        label=label,
        pictures=(ItemFile(file=file, truth=truth),),
        group=f"{country.name}/{file.stem.partition('_fake')[0]}",
        species=species,
        issuer=country.name,
        document_type="card",
        capture="scanned" if country.name.endswith("_scanned") else "rendered",
        channel=Channel.UPLOAD,
        twin=twin,
    )
