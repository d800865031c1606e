"""Cut the free typefaces of the designs at random: ``python sample_docs/generator/fonts/subset_free.py FOLDER`` (needs fonttools).

FOLDER holds Debian's packages unpacked (``apt-get download NAMES; dpkg -x EACH FOLDER``); `free/README.md` names them. Each face
keeps what labels and data need, and bears a name of its own, as licences with reserved names ask of a changed font.
"""

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

HERE = Path(__file__).parent / "free"
_TEXT = [
    *range(0x20, 0x7F), 0xA0, 0xB0, 0xB7, 0xBA, *range(0xC0, 0x180), 0x1E9E, 0x2013, 0x2019, 0x2116,
    *range(0x386, 0x3CF), *range(0x401, 0x460),
]  # fmt: skip
_SCRIPT = [0x20, 0x2D, 0x2E, 0x2F]
TEXT_FACES = {
    "sans-1": "NotoSans", "serif-1": "NotoSerif", "sans-2": "LiberationSans", "serif-2": "LiberationSerif",
    "mono-1": "LiberationMono", "sans-3": "Lato", "narrow-1": "RobotoCondensed", "slab-1": "RobotoSlab",
    "sans-4": "Carlito", "sans-5": "SourceSans3", "wide-1": "Play",
    "round-1": "Comfortaa", "serif-4": "OldStandard", "serif-5": "GentiumPlus", "serif-6": "Vollkorn",
    "mono-2": "Anonymous Pro Minus", "mono-3": "JetBrainsMonoNL",
}  # fmt: skip
SCRIPT_FACES = {
    "georgian-1": ("NotoSansGeorgian-Regular", range(0x10D0, 0x10F1)),
    "georgian-2": ("NotoSerifGeorgian-Bold", range(0x10D0, 0x10F1)),
    "armenian-1": ("NotoSansArmenian-Regular", range(0x531, 0x588)),
    "armenian-2": ("NotoSerifArmenian-Bold", range(0x531, 0x588)),
    "hebrew-1": ("NotoSansHebrew-Regular", range(0x5D0, 0x5EB)),
    "hebrew-2": ("NotoSerifHebrew-Bold", range(0x5D0, 0x5EB)),
    "ethiopic-1": ("NotoSansEthiopic-Regular", range(0x1200, 0x1358)),
    "arabic-1": ("NotoNaskhArabic-Regular", range(0xFE80, 0xFEFD)),
    "glagolitic-1": ("NotoSansGlagolitic-Regular", range(0x2C00, 0x2C60)),
    "tifinagh-1": ("NotoSansTifinagh-Regular", range(0x2D30, 0x2D68)),
}


def main() -> None:
    """Cut every face."""
    files = {p.stem: p for p in sorted(Path(sys.argv[1]).rglob("*")) if p.suffix.lower() in {".ttf", ".otf"}}
    HERE.mkdir(exist_ok=True)
    for name, face in TEXT_FACES.items():
        for weight in ("regular", "bold"):
            _cut(files[_file(face, weight)], f"{name}-{weight}", _TEXT)
    for name, (face, letters) in SCRIPT_FACES.items():
        _cut(files[face], name, [*_SCRIPT, *letters])


def _file(face: str, weight: str) -> str:
    """What Debian calls the file of a face."""
    if face.startswith("Anonymous"):
        return face + (" B" if weight == "bold" else "")
    return f"{face}-{weight.capitalize()}"


def _cut(source: Path, name: str, letters: list[int]) -> None:
    options = subset.Options(
        layout_features=[], hinting=False, desubroutinize=True, notdef_outline=True, name_IDs=["*"]
    )
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "kern", "DSIG", "FFTM", "BASE", "MATH"]
    font = TTFont(source, recalcTimestamp=False)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=letters)
    cutter.subset(font)
    names = font["name"]
    names.names = [r for r in names.names if r.nameID in {0, 13, 14}]
    for number, text in (
        (1, f"Sample {name}"),
        (2, "Regular"),
        (4, f"Sample {name}"),
        (6, f"Sample-{name}"),
    ):
        names.setName(text, number, 3, 1, 0x409)
    if "CFF " in font:
        font["CFF "].cff.fontNames[0] = f"Sample-{name}"
        for word in ("FullName", "FamilyName"):
            font["CFF "].cff.topDictIndex[0].rawDict.pop(word, None)
    font.save(HERE / (name + source.suffix.lower()))


if __name__ == "__main__":
    main()
