"""DLC-2021 (Polevoy et al., J. Imaging 8(7):181, 2022): MIDV-2020's documents, copied and captured again from screens.

`clips/images/<code>/<NN>.<type><serial>/<frame>.jpg` and `clips/annotations/<code>/<NN>.<type><serial>.json` (VIA 2);
or, as others hold it, `images/<code>/<clip>/<frame>.jpg` beside `annotation/<code>/<clip>.json`;
`or` is the laminated original, `cc` an unlaminated colour copy, `cg` a grey one, `re` a recapture of a screen. The first
frame of a clip is taken: frames are no independent documents.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from docforensics.bench.data_set import DataSet, Item, ItemFile, Label
from docforensics.bench.loaders.common import folders_of, page_frame, pictures_of, read_json, via_regions
from docforensics.capture.model import Channel
from docforensics.regular import real_path

SPECIES = {"cc": "unlaminated colour copy", "cg": "unlaminated grey copy", "re": "screen recapture"}
_CLIP = re.compile(r"(\d{2})\.(or|cc|cg|re)(\d{4})")


LOOKED_FOR = "clips/images/<country>_<kind>/<NN>.<or|cc|cg|re><serial>/, or images/<country>_<kind>/<clip>/ together with annotation/<country>_<kind>/<clip>.json"
_PLACES = (
    ("clips/images", "clips/annotations", False),
    ("images", "annotation", True),
    ("images", "annotations", True),
)
"""Where pictures and annotations lie, and whether the latter must be there: a folder `images` alone is anything."""


def recognises(root: Path) -> bool:
    """Whether clips named after their type lie here."""
    return _place(root) is not None


def _place(root: Path) -> tuple[Path, Path] | None:
    """Give the folders of pictures and annotations; None where no such pair is there."""
    for pictures, told, is_needed in _PLACES:
        clips = [clip for code in folders_of(root / pictures) for clip in folders_of(code)]
        is_told = not is_needed or any((root / told).glob("*/*.json"))
        if is_told and any(_CLIP.fullmatch(clip.name) for clip in clips):
            return root / pictures, root / told
    return None


def load(root: Path) -> DataSet:
    """Read all clips, one frame each."""
    return DataSet(name=real_path(root).name, root=root, items=tuple(_items(root)))


def _items(root: Path) -> Iterator[Item]:
    place = _place(root)
    if place is None:
        return
    pictures, annotations = place
    for code in folders_of(pictures):
        for clip in folders_of(code):
            found, frames = _CLIP.fullmatch(clip.name), pictures_of(clip)
            if found and frames:
                yield _item(annotations, code.name, found, frames[0])


def _item(annotations: Path, code: str, clip: re.Match[str], frame: Path) -> Item:
    number, kind, _ = clip.groups()
    told = via_regions(read_json(annotations / code / f"{clip[0]}.json"))
    quad = next((shape.polygon for shape in told.get(frame.name, ()) if shape.field == "doc_quad"), ())
    return Item(
        id=f"{code}/{clip[0]}",
        label=Label.GENUINE if kind == "or" else Label.FORGED,
        pictures=(ItemFile(file=frame, to_pixels=page_frame(quad, code)),),
        group=f"{code}/{number}",
        species=SPECIES.get(kind, ""),
        issuer=code[:3].upper(),
        document_type=code[4:],
        capture="clip",
        channel=Channel.PHOTO,
    )
