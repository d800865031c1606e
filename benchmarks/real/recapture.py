"""Orders photographs of screens against photographs of scenes, and published documents, by the lattice of a screen.

    python -m benchmarks.real.recapture ../shared/data/recapture ../shared/data/mrz ../shared/data/specimens

`evaluatory.recapture_lattice` alone, each picture encoded anew alike and read without a template. The area under the curve is over the pictures of
`recapture/` (each of its sessions holds one label); documents are genuine ones.
"""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

import cv2

from benchmarks.provenance import RESULTS, provenance
from benchmarks.real.examine import INSPECTED_ON, encoded
from benchmarks.real.folders import FORGED, GENUINE, RealImage, images
from docforensics.bench.metrics.rates import auc
from docforensics.capture.model import Channel
from docforensics.capture.side import Capture
from docforensics.checks.evaluatory.recapture_lattice import measure
from docforensics.checks.outcome import Measured
from docforensics.errors import InputError
from docforensics.examiner import Examiner

_SCREENS = "recapture/"


def value_of(image: RealImage, examiner: Examiner, quality: int) -> float | None:
    """What the check measures on one picture; None where it abstains or nothing can be read."""
    try:
        capture = Capture.load(visible=encoded(image.path, quality), channel=Channel.UPLOAD)
    except InputError:
        return None
    outcome = measure(examiner.read(capture, inspected_on=INSPECTED_ON))
    return outcome.value if isinstance(outcome, Measured) else None


def summary(values: Sequence[tuple[RealImage, float]]) -> dict[str, object]:
    """Count how far scenes, screens and documents lie apart."""
    of_screens = [(image, value) for image, value in values if image.file.startswith(_SCREENS)]
    scenes, screens = (
        sorted(value for image, value in of_screens if image.label == label) for label in (GENUINE, FORGED)
    )
    documents = sorted(
        value for image, value in values if not image.file.startswith(_SCREENS) and image.label == GENUINE
    )
    return {
        "scenes": scenes,
        "screens": screens,
        "auc": auc(scenes, screens) if scenes and screens else None,
        "documents": documents,
        "documents_above_every_screen": sum(value > max(screens, default=0.0) for value in documents),
    }


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--quality", type=int, default=85)
    parser.add_argument("-o", "--out", type=Path, default=RESULTS / "real-recapture.json")
    options = parser.parse_args()
    cv2.setNumThreads(1)
    examiner = Examiner(templates=())
    known = [image for image in images(options.folders) if image.light == "visible"]
    measured = ((image, value_of(image, examiner, options.quality)) for image in known)
    found = summary([(image, value) for image, value in measured if value is not None])
    told = {"question": "real-recapture", **provenance(), "quality": options.quality, **found}
    text = json.dumps(told, indent=1)
    options.out.write_text(text + "\n", encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
