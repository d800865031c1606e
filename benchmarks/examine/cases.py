"""The pictures on which one examination is timed, drawn once into a folder: a page that a shipped template fits, and one that has none."""

from dataclasses import dataclass, replace
from pathlib import Path

from docforensics.capture.light import Light
from docforensics.capture.model import Channel, SideKind
from docforensics.capture.side import Capture
from docforensics.checks.modes import RunMode
from docforensics.scoring.policy import Policy
from docforensics.settings import ExaminerOptions

HOLDERS, SEED = (2001, 2002, 2003), 2026
_READ_VISUAL_ZONE = ("data.mrz_against_viz",)
"""Checks that have text of the visual zone read."""
_FILES = {"white": Light.VISIBLE, "uv": Light.UV, "ir": Light.IR}


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Documents of one kind, examined in one way."""

    name: str
    design: str
    capture: str
    """Name of the generator's channel."""
    channel: Channel
    side: SideKind
    ppi: int | None = None
    lights: tuple[Light, ...] = (Light.VISIBLE,)
    without_visual_zone: bool = False
    """Whether no check reads the visual zone."""
    shows_mrz: bool = True
    limit_s: float
    """CPU seconds that issue 23 asks for, median."""
    limit_mb: float

    def options(self) -> ExaminerOptions:
        """How the examiner is set up."""
        if not self.without_visual_zone:
            return {}
        return {"policy": replace(Policy(), run_modes=dict.fromkeys(_READ_VISUAL_ZONE, RunMode.OFF))}

    def load(self, pictures: dict[str, str]) -> Capture:
        """One document from its pictures by light."""
        given = {Light(light): Path(file) for light, file in pictures.items()}
        return Capture.from_lights(given, side=self.side, channel=self.channel)


CASES = (
    Case(
        name="scan",
        design="td3-2",
        capture="flatbed",
        ppi=300,
        channel=Channel.SCANNER,
        side=SideKind.DATA_PAGE,
        limit_s=0.60,
        limit_mb=300,
    ),
    Case(
        name="scan, no visual zone",
        design="td3-2",
        capture="flatbed",
        ppi=300,
        channel=Channel.SCANNER,
        side=SideKind.DATA_PAGE,
        without_visual_zone=True,
        limit_s=0.35,
        limit_mb=300,
    ),
    Case(
        name="three lights",
        design="td3-2",
        capture="border-reader",
        channel=Channel.SCANNER,
        side=SideKind.DATA_PAGE,
        lights=(Light.VISIBLE, Light.UV, Light.IR),
        limit_s=1.0,
        limit_mb=300,
    ),
    Case(
        name="photo, 12 megapixels",
        design="td3-2",
        capture="photo",
        ppi=650,
        channel=Channel.PHOTO,
        side=SideKind.DATA_PAGE,
        limit_s=0.9,
        limit_mb=400,
    ),
    Case(
        name="card, no MRZ, no template",
        design="td1",
        capture="flatbed",
        ppi=300,
        channel=Channel.SCANNER,
        side=SideKind.FRONT,
        shows_mrz=False,
        limit_s=0.4,
        limit_mb=300,
    ),
)


def draw(case: Case, folder: Path) -> list[dict[str, str]]:
    """Draw the documents of a case unless they are there; of each the file by light."""
    return [_drawn(case, holder, folder) for holder in HOLDERS]


def _drawn(case: Case, holder: int, folder: Path) -> dict[str, str]:
    from sample_docs.generator.jobs import Job, make  # noqa: PLC0415 (not in the measured process)

    place = folder / f"{case.design}-{case.capture}-{case.ppi or 'native'}-{holder}"
    mark = "front" if case.side is SideKind.FRONT else "data-page"
    if not any(place.glob(f"{mark}-white.*")):
        place.mkdir(parents=True, exist_ok=True)
        job = Job(
            design=case.design, copy=holder, holder=holder, channel=case.capture, seed=SEED, ppi=case.ppi
        )
        for made in make(job):
            (place / Path(made.row.file).name).write_bytes(made.image)
    return {
        light: str(next(place.glob(f"{mark}-{name}.*")))
        for name, light in _FILES.items()
        if light in case.lights
    }
