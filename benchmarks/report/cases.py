"""Six documents of Utopia, examined: the reports that a reader who has not seen the code is asked to act on."""

import csv
import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

import cv2
import numpy as np

import docforensics as df
from docforensics.capture.images import load_images
from docforensics.capture.load import Source
from docforensics.capture.model import Pixels
from docforensics.mrz.read import read_mrz
from docforensics.report.report import Report
from docforensics.resources import models_folder
from docforensics.templates.store import TemplateStore

SAMPLES = Path(__file__).parents[2] / "sample_docs"
ON = date(2026, 11, 24)
SCRATCHED = "td3-2-0002-flatbed"
_CHARACTER, _ACROSS, _WIDE = 3, 0.3, 0.34
"""A scratch over the 6 of the document number, as a share of the character: it is read as a 3."""


@cache
def rows() -> Mapping[str, Mapping[str, str]]:
    """Rows of the manifest by file."""
    with (SAMPLES / "manifest.csv").open(encoding="utf-8") as stream:
        return {row["file"]: row for row in csv.DictReader(stream)}


def _file(document: str, name: str = "data-page-white.jpg") -> Path:
    return SAMPLES / "documents" / document / name


def scratched() -> Pixels:
    """A genuine page whose machine readable zone bears a scratch in the colour of the paper."""
    pixels = load_images(_file(SCRATCHED))[0].pixels.copy()
    reading = read_mrz(pixels)
    if reading is None:
        raise RuntimeError(f"{SCRATCHED}: no machine readable zone was read")
    corners = reading.characters[1][_CHARACTER].corners
    across = corners[1] - corners[0]
    top, bottom = corners[0] + across * _ACROSS, corners[3] + (corners[2] - corners[3]) * _ACROSS
    beyond = (bottom - top) * 0.3
    ends = [tuple(int(at) for at in point) for point in (top - beyond, bottom + beyond)]
    cv2.line(pixels, ends[0], ends[1], (214, 216, 208), max(2, int(np.linalg.norm(across) * _WIDE)))
    return pixels


def _in_three_lights(document: str) -> df.Capture:
    return df.Capture.load(
        visible=_file(document, "front-white.jpg"),
        uv=_file(document, "front-uv.jpg"),
        ir=_file(document, "front-ir.jpg"),
        side="front",
        channel="scanner",
    )


def examiner() -> df.Examiner:
    """Make an examiner with the shipped templates and one in three lights, of the travel card of another holder."""
    shipped = TemplateStore.open(models_folder() / "templates").templates
    card = df.learn_template([_in_three_lights("td2-0011-border-reader")], model=("UTO", "I", 1, 2024))
    return df.Examiner(templates=[*shipped, card])


def reports() -> dict[str, Report]:
    """Examine the six."""
    sources: dict[str, Source] = {
        "genuine": _file("td3-2-0001-flatbed"),
        "photo-swap": _file("td3-2-0000-flatbed-photo-digital-ordinary"),
        "retyped-date": _file("td3-2-0002-flatbed-data-mechanical-careless"),
        "counterfeit-uv": _in_three_lights("td2-0010-border-reader-counterfeit-inkjet-bright-ordinary"),
        "misread-mrz": scratched(),
        "no-template": _file("td3-1-0006-flatbed"),
    }
    chosen = examiner()
    return {
        name: chosen.examine(source, channel="scanner", side="data_page", inspected_on=ON)
        for name, source in sources.items()
    }


def truth(name: str) -> str:
    """What is known of a case, for whoever compares the reader's answers."""
    told = {
        "genuine": "genuine",
        "photo-swap": "td3-2-0000-flatbed-photo-digital-ordinary",
        "retyped-date": "td3-2-0002-flatbed-data-mechanical-careless",
        "counterfeit-uv": "td2-0010-border-reader-counterfeit-inkjet-bright-ordinary",
        "misread-mrz": "genuine, a scratch over one character of the machine readable zone",
        "no-template": "genuine, of a series for which there is no template",
    }[name]
    seen = [row["what_an_officer_sees"] for file, row in rows().items() if f"/{told}/" in file]
    return json.dumps({"case": name, "truth": told, "to_see": seen[:1]})
