"""SIDTD (Boned et al., arXiv 2401.01858): portraits and fields of MIDV-2020 cropped and replaced, inpainted and rewritten.

`<kind>/Images/{reals,fakes}/` hold flat folders of pictures, `<kind>/Annotations/reals/<code>.json` the fields (VIA 2) and
`<kind>/Annotations/fakes/<name>.json` what was done: `ctype`, `src`, `field`. Kinds are `templates`, `clips` and
`clips_cropped`. There are no masks: the place is the rectangle of the field named, as annotated on the original.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from docforensics.bench.data_set import DataSet, Item, ItemFile, Label, Truth
from docforensics.bench.loaders.common import ViaRegion, pictures_of, read_json, via_regions
from docforensics.capture.model import Channel

KINDS = ("templates", "clips", "clips_cropped")
_BASE = re.compile(r"([a-z]{3}_[a-z]+)_(\d+)")


def recognises(root: Path) -> bool:
    """Whether reals and fakes lie here, of one kind or of several."""
    return any((folder / "Images" / "fakes").is_dir() for _, folder in _kinds(root))


def load(root: Path) -> DataSet:
    """Read every kind that is there."""
    items = [item for kind, folder in _kinds(root) for item in _items(kind, folder)]
    return DataSet(name=root.resolve().name, root=root, items=tuple(items))


def _kinds(root: Path) -> Iterator[tuple[str, Path]]:
    """Give the folders of the kinds: in the root, or the root itself."""
    if (root / "Images").is_dir():
        yield root.name, root
    yield from ((kind, root / kind) for kind in KINDS if (root / kind / "Images").is_dir())


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
