"""MIDV-2020, and MIDV-500 with its extension MIDV-2019: genuine mock documents, seen by scanners and phones.

MIDV-2020 (Bulatov et al., arXiv 2107.00396) has, for each of `templates`, `scan_upright`, `scan_rotated` and `photo`,
`images/<code>/<NN>.jpg` and `annotations/<code>.json` (VIA 2); its `clips` have a folder of frames for each document.
MIDV-500 (Arlazarov et al., arXiv 1807.05786) has `<NN>_<code>/images/<condition>/<condition><NN>_<frame>.tif` and
`<NN>_<code>/ground_truth/<condition>/<frame name>.json` with the quadrangle. Of a clip the first frame is taken: frames
are no independent documents.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from docforensics.bench.data_set import DataSet, Item, ItemFile, Label
from docforensics.bench.loaders.common import (
    ViaRegion,
    folders_of,
    page_frame,
    pictures_of,
    read_json,
    via_regions,
)
from docforensics.capture.model import Channel
from docforensics.regular import is_folder, real_path

MODES = {
    "templates": Channel.UPLOAD,
    "scan_upright": Channel.SCANNER,
    "scan_rotated": Channel.SCANNER,
    "photo": Channel.PHOTO,
    "clips": Channel.PHOTO,
}
LOOKED_FOR = "images/ in one of templates/, scan_upright/, scan_rotated/, photo/ and clips/ (MIDV-2020), or <NN>_<country>_<kind>/ground_truth/ (MIDV-500)"
_TYPE = re.compile(r"\d{2}_([a-z]{3}_\w+)")


def recognises(root: Path) -> bool:
    """Whether a mode of MIDV-2020 or a document type of MIDV-500 lies here."""
    if any(is_folder(root / mode / "images") for mode in MODES):
        return not is_folder(root / "clips" / "images") or not any(
            (root / "clips" / "images").glob("*/*.or*")
        )
    return any(_TYPE.fullmatch(one.name) and is_folder(one / "ground_truth") for one in folders_of(root))


def load(root: Path) -> DataSet:
    """Read whatever of the two is there."""
    items = (*_midv2020(root), *_midv500(root))
    return DataSet(name=real_path(root).name, root=root, items=items)


def _midv2020(root: Path) -> Iterator[Item]:
    for mode in MODES:
        for folder in folders_of(root / mode / "images"):
            code = folder.name
            shapes = via_regions(read_json(root / mode / "annotations" / f"{code}.json"))
            for file in pictures_of(folder):
                yield _item(mode, code, file.stem, file, shapes.get(file.name, ()))
            for clip in folders_of(folder):
                frames = pictures_of(clip)
                if frames:
                    shapes_of = via_regions(
                        read_json(root / mode / "annotations" / code / f"{clip.name}.json")
                    )
                    yield _item(mode, code, clip.name, frames[0], shapes_of.get(frames[0].name, ()))


def _item(mode: str, code: str, number: str, file: Path, shapes: tuple[ViaRegion, ...]) -> Item:
    quad = next((shape.polygon for shape in shapes if shape.field == "doc_quad"), ())
    return Item(
        id=f"{mode}/{code}/{number}",
        label=Label.GENUINE,
        pictures=(ItemFile(file=file, to_pixels=page_frame(quad, code)),),
        group=f"{code}/{number}",
        issuer=code[:3].upper(),
        document_type=code[4:],
        capture=mode,
        channel=MODES[mode],
    )


def _midv500(root: Path) -> Iterator[Item]:
    for folder in folders_of(root):
        found = _TYPE.fullmatch(folder.name)
        if not found:
            continue
        for condition in folders_of(folder / "images"):
            yield from _clips(folder, condition, found[1])


def _clips(folder: Path, condition: Path, code: str) -> Iterator[Item]:
    """Give the first frame of every clip; frames are named `<clip>_<number>`."""
    clips: dict[str, Path] = {}
    for file in pictures_of(condition):
        clips.setdefault(file.stem.rpartition("_")[0] or file.stem, file)
    for clip, file in clips.items():
        told = read_json(folder / "ground_truth" / condition.name / f"{file.stem}.json")
        yield Item(
            id=f"{folder.name}/{clip}",
            label=Label.GENUINE,
            pictures=(ItemFile(file=file, to_pixels=page_frame(told.get("quad", ()), code)),),
            group=folder.name,
            issuer=code[:3].upper(),
            document_type=code[4:],
            capture=condition.name,
            channel=Channel.PHOTO,
        )
