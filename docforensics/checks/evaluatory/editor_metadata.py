"""The program that wrote the file, by its metadata: whether it names an image editor.

Editors leave their name in EXIF, in XMP or in a block of their own. It is reported, with weight 0: honest people turn, crop and
shrink their pictures with the same programs, and whoever means to mislead removes it. A name is read from the file's own
statements alone; cameras, scanners and messengers are no editors.

Cannot see: files whose metadata were removed, as every messenger does; edits by programs that leave no name. It abstains where
the file does not state its origin.

Weight 0: no sample document names an editor.

Sources: EXIF 2.32 (JEITA CP-3451, tags Software and ProcessingSoftware); XMP (ISO 16684-1, CreatorTool, stEvt:softwareAgent).
"""

import re
from collections.abc import Iterator

from docforensics.capture.model import Image
from docforensics.checks.claims import Why
from docforensics.checks.modes import RunMode
from docforensics.checks.outcome import Measured, Outcome, undetermined
from docforensics.checks.spec import WHITE_LIGHT, CheckSpec
from docforensics.checks.support.native_image import EDITABLE, NO_FILE, native_images
from docforensics.document import Document

SPEC = CheckSpec(
    title="Program that wrote the file",
    unit="1 when an image editor is named, else 0",
    run_mode=RunMode.OFF,
    channels=EDITABLE,
    lights=WHITE_LIGHT,
    adverse="The file names an image editor: {program}.",
    favourable="The file names {program}, which is no image editor known here.",
    advice="Ask for the file as the camera or scanner wrote it.",
    equipment="the file as it was first taken",
    facts={"program": str},
)
SILENT = undetermined(
    "the file does not name the program that wrote it", expected=False, why=Why.NOT_PRINTED_HERE
)
EDITORS = (
    "photoshop", "lightroom", "illustrator", "gimp", "krita", "paint.net", "pixelmator", "affinity", "photopea", "pixlr",
    "snapseed", "picsart", "facetune", "canva", "coreldraw", "corel photo-paint", "paintshop", "inkscape", "acdsee",
    "photoscape", "luminar", "fotor", "polarr", "procreate",
)  # fmt: skip
_TAGS = ("Software", "ProcessingSoftware", "HostComputer")
_XMP = re.compile(rb'(?:CreatorTool|softwareAgent)(?:="|>)([^"<\x00]{1,80})')
_XMP_SPAN = 1 << 20
"""Bytes from the start in which an XMP packet is looked for."""
_PHOTOSHOP_BLOCK = "Photoshop 3.0"


def measure(document: Document) -> Outcome:
    """Give 1 when one of the files names an editor."""
    images = native_images(document, SPEC).values()
    if not images:
        return NO_FILE
    named = [program for image in images for program in _programs(image)]
    if not named:
        return SILENT
    editors = [program for program in named if any(editor in program.lower() for editor in EDITORS)]
    return Measured(value=1.0 if editors else 0.0, facts={"program": (editors or named)[0]})


def _programs(image: Image) -> Iterator[str]:
    """Names of programs that the file states, as printable text."""
    yield from (image.exif[tag] for tag in _TAGS if image.exif.get(tag))
    for found in _XMP.findall(image.raw[:_XMP_SPAN]):
        name = "".join(letter for letter in found.decode("utf-8", "replace") if letter.isprintable()).strip()
        if name:
            yield name
    markers = image.jpeg.application_markers if image.jpeg is not None else ()
    if any(_PHOTOSHOP_BLOCK in marker for marker in markers):
        yield "Photoshop (image resource block)"
