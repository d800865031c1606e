"""SIDTD (Boned et al., arXiv 2401.01858): portraits and fields of MIDV-2020 cropped and replaced, inpainted and rewritten.

`<kind>/Images/{reals,fakes}/` hold flat folders of pictures, `<kind>/Annotations/reals/<code>.json` the fields (VIA 2) and
`<kind>/Annotations/fakes/<name>.json` what was done: `ctype`, `src`, `field`. Kinds are `templates`, `clips` and
`clips_cropped`. There are no masks: the place is the rectangle of the field named, as annotated on the original.

The folder of the kinds may be given, a kind, or the folder above them (`SIDTD/`, `datasets/SIDTD/`). Where the published hold-out splits lie beside
them, `split_normal/<set>_split_SIDTD.csv` for templates and `cross_val_unbalanced/<set>_split_*.csv` for clips, also below `static/`, each picture
has its split: `train`, `val` or `test`. They name pictures by paths of the machine that they were made on: the file's name tells. The ten partitions
of the cross-validation are no split, and are not read.
"""

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any

from docforensics.bench.data_set import DataSet, Item, ItemFile, Label, Truth
from docforensics.bench.loaders.common import ViaRegion, pictures_of, read_json, via_regions
from docforensics.capture.model import Channel
from docforensics.errors import UsageError
from docforensics.regular import is_folder, real_path

KINDS = ("templates", "clips", "clips_cropped")
LOOKED_FOR = "templates/, clips/ or clips_cropped/ with Images/reals/ and Images/fakes/, here or below SIDTD/ or datasets/SIDTD/"
_HOMES = ("", "SIDTD", "datasets/SIDTD")
_SPLITS = {"split_normal": ("templates",), "cross_val_unbalanced": ("clips", "clips_cropped")}
"""Folders of the published splits, and the kinds that each is about."""
_STATIC = ("", "static", "models/explore/static", "code_examples/static")
"""Where the program of the set's authors puts them."""
_SETS = ("train", "val", "test")
_BASE = re.compile(r"([a-z]{3}_[a-z]+)_(\d+)")


def recognises(root: Path) -> bool:
    """Whether reals and fakes lie here, of one kind or of several."""
    return any(is_folder(folder / "Images" / "fakes") for _, folder in _kinds(root))


def load(root: Path) -> DataSet:
    """Read every kind that is there."""
    items: list[Item] = []
    for kind, folder in _kinds(root):
        of_kind = tuple(_items(kind, folder))
        items += _with_splits(of_kind, kind, (root, folder.parent))
    return DataSet(name=real_path(root).name, root=root, items=tuple(items))


def _kinds(root: Path) -> Iterator[tuple[str, Path]]:
    """Give the folders of the kinds: in the root or below it, or the root itself."""
    if is_folder(root / "Images"):
        yield root.name, root
    for home in _HOMES:
        yield from ((kind, root / home / kind) for kind in KINDS if is_folder(root / home / kind / "Images"))


def _with_splits(items: tuple[Item, ...], kind: str, places: tuple[Path, ...]) -> Iterator[Item]:
    """Give each picture its published split; UsageError where the files found name none of them."""
    files = list(dict.fromkeys(_split_files(kind, places)))
    splits: dict[str, str] = {}
    for name, file in files:
        splits |= dict.fromkeys(_named(file), name)
    known = [_name(item) in splits for item in items]
    if files and not any(known):
        found = ", ".join(file.name for _, file in files)
        raise UsageError(f"{files[0][1].parent}: {found} name none of the pictures of {kind}")
    for item in items:
        yield replace(item, split=splits.get(_name(item), ""))


def _name(item: Item) -> str:
    return _bare(item.pictures[0].file.stem)


def _bare(stem: str) -> str:
    """Leave out the ending of the original, which some lists have in the name of its fake: `alb_id_00.jpg_fake_6_25`."""
    return stem.replace(".jpg_fake_", "_fake_")


def _split_files(kind: str, places: tuple[Path, ...]) -> Iterator[tuple[str, Path]]:
    for place in places:
        for static in _STATIC:
            for folder, kinds in _SPLITS.items():
                for name in _SETS if kind in kinds else ():
                    yield from (
                        (name, file) for file in sorted((place / static / folder).glob(f"{name}_split_*.csv"))
                    )


def _named(file: Path) -> Iterator[str]:
    """Give the names of the pictures that a file of a split names, without their endings."""
    reader = csv.DictReader(file.read_text(encoding="utf-8-sig").splitlines())
    if "image_path" not in (reader.fieldnames or ()):
        raise UsageError(
            f"{file}: expected a column image_path, got {', '.join(reader.fieldnames or ()) or 'none'}"
        )
    for row in reader:
        yield _bare(PurePosixPath((row["image_path"] or "").strip().replace("\\", "/")).stem)


def _items(kind: str, folder: Path) -> Iterator[Item]:
    annotations = folder / "Annotations"
    fields = {
        f"{file.stem}_{Path(name).stem}": shapes
        for file in sorted((annotations / "reals").glob("*.json"))
        for name, shapes in via_regions(read_json(file)).items()
    }
    reals = {file.stem for file in pictures_of(folder / "Images" / "reals")}
    for file in pictures_of(folder / "Images" / "reals"):
        yield _item(kind, file, Label.GENUINE)
    for file in pictures_of(folder / "Images" / "fakes"):
        told = read_json(annotations / "fakes" / f"{file.stem}.json")
        species = str(told.get("ctype") or told.get("type_transformation") or "unnamed")
        base = file.stem.partition("_fake_")[0]
        truth = _truth(_field(told, base), fields.get(base, ()))
        twin = f"{kind}/{base}" if base in reals else ""
        yield _item(kind, file, Label.FORGED, species=species, truth=truth, twin=twin)


def _field(told: Mapping[str, Any], base: str) -> str:
    """Tell which field was changed on this picture; crop and replace changes two pictures, and names both."""
    second = str(told.get("second_src", ""))
    key = (
        "second_field"
        if Path(second).stem == base and Path(str(told.get("src", ""))).stem != base
        else "field"
    )
    return str(told.get(key, ""))


def _truth(field: str, shapes: tuple[ViaRegion, ...]) -> Truth | None:
    polygons = tuple(shape.polygon for shape in shapes if shape.field == field)
    return Truth(polygons=polygons) if polygons else None


def _item(
    kind: str, file: Path, label: Label, *, species: str = "", truth: Truth | None = None, twin: str = ""
) -> Item:
    found = _BASE.match(file.stem)
    code, base = (found[1], found[0]) if found else ("", file.stem)
    return Item(
        id=f"{kind}/{file.stem}",
        label=label,
        pictures=(ItemFile(file=file, truth=truth),),
        group=base,
        species=species,
        issuer=code[:3].upper(),
        document_type=code[4:],
        capture=kind,
        channel=Channel.UPLOAD if kind == "templates" else Channel.PHOTO,
        twin=twin,
    )
