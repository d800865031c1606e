"""A made-up template of two lights in a folder, with all that captures give a place, counts, and keys of another version."""

import json
import shutil
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from docforensics.capture.light import Light
from docforensics.capture.model import Channel
from docforensics.editing.session import EditSession
from docforensics.formats.table import PageSize
from docforensics.page.geometry import BoxMm
from docforensics.templates.model import (
    Feature,
    FeatureKind,
    Fineness,
    LightReference,
    PageSide,
    PortraitEdge,
    Repeat,
    Template,
    TemplateModel,
)
from docforensics.templates.shown import AlarmCount
from docforensics.templates.store import save_template

HEIGHT, WIDTH = 432, 685


def box(left: float, top: float, right: float, bottom: float) -> BoxMm:
    """Millimetres."""
    return BoxMm(left=left, top=top, right=right, bottom=bottom)


FEATURES = (
    Feature(
        name="portrait",
        kind=FeatureKind.PORTRAIT,
        box=box(5, 12, 29, 42),
        variable=True,
        edges=(PortraitEdge(side=PageSide.LEFT, at_mm=5.5, spread_mm=0.1),),
        fineness=Fineness(octaves=-0.9, spread=0.3),
    ),
    Feature(
        name="second",
        kind=FeatureKind.SECONDARY_PORTRAIT,
        box=box(60, 30, 75, 48),
        variable=True,
        repeat=Repeat(scale=0.5, x_mm=67, y_mm=39, spread_mm=0.05),
    ),
    Feature(name="surname", kind=FeatureKind.PERSONAL_DATA, box=box(36, 20, 76, 25), variable=True),
    Feature(
        name="uv-fibres",
        kind=FeatureKind.FLUORESCENT_FIBRES,
        box=box(0, 0, 80, 50),
        light=Light.UV,
        fibres_mm2=7.5,
    ),
    Feature(
        name="ir-surname",
        kind=FeatureKind.IR_ABSORBING_PRINT,
        box=box(36, 26, 76, 31),
        generic_id="IR,AB,ID",
    ),
)


def reference(level: int) -> LightReference:
    """Stripes, the same on every document but for a patch."""
    mean = np.full((HEIGHT, WIDTH, 3), level, np.uint8)
    for x in range(0, WIDTH, 12):
        cv2.line(mean, (x, 0), (x + 60, HEIGHT), (level // 2, level // 3, level), 2)
    cv2.putText(mean, "UTOPIA SPECIMEN", (40, 60), cv2.FONT_HERSHEY_COMPLEX, 1.2, (90, 40, 30), 2)
    constant = np.ones((HEIGHT, WIDTH), bool)
    constant[100:330, 40:230] = False
    tolerance = np.full((HEIGHT, WIDTH), 0.1, np.float32)
    return LightReference(mean=mean, tolerance=tolerance, constant=constant, n_captures=6)


@pytest.fixture(scope="session", name="template")
def fixture_template() -> Template:
    """As it was learned and counted."""
    count = AlarmCount(
        check="portrait.portrait_position", channel=Channel.SCANNER, documents=9, false_alarms=0
    )
    return Template(
        model=TemplateModel(country="UTO", type="I", number=1, year=2024),
        size=PageSize.ID1,
        features=FEATURES,
        references={Light.VISIBLE: reference(220), Light.UV: reference(60)},
        n_captures=6,
        n_holders=6,
        counts=(count,),
    )


@pytest.fixture(scope="session", name="written")
def fixture_written(template: Template, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Written, with keys that this version does not know; tests change copies of it."""
    folder = save_template(template, tmp_path_factory.mktemp("written") / "card")
    record = record_of(folder)
    record["reviewed_by"] = "a person"
    record["features"][2]["colour"] = {"ink": "black"}
    (folder / "template.json").write_text(json.dumps(record), encoding="utf-8")
    return folder


@pytest.fixture(name="folder")
def fixture_folder(written: Path, tmp_path: Path) -> Path:
    """Give a copy of it."""
    return Path(shutil.copytree(written, tmp_path / "card"))


@pytest.fixture(name="session")
def fixture_session(folder: Path) -> EditSession:
    """Opened."""
    return EditSession.open(folder)


def record_of(folder: Path) -> dict[str, Any]:
    """What its template.json holds."""
    return dict(json.loads((folder / "template.json").read_text(encoding="utf-8")))
