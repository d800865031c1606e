"""One document from job to files."""

import dataclasses
import json
import zlib
from dataclasses import dataclass

import numpy as np

from .capture import CHANNELS, take
from .capture.codec import encode
from .capture.sensor import warped_mask
from .capture.shot import Codec, Shot
from .designs import sides_of
from .forge import SPECIES, Forgery, Severity
from .forge.forgery import page_mask
from .manifest import Row
from .people import holder, record
from .sheet import Sheet, issue, rng_of
from .wear import drawn_wear


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What document to make; everything about it follows from these words."""

    design: str
    copy: int
    """Number of the genuine document: decides holder and record. A forgery is made from the copy of its number."""
    holder: int
    channel: str
    species: str = ""
    severity: Severity = Severity.ORDINARY
    seed: int = 0
    ppi: int | None = None
    device: int | None = None
    """Number of a device drawn in ``capture.machines``; None for those of Utopia's own documents."""

    @property
    def twin(self) -> str:
        """document_id of the genuine document."""
        return f"{self.design}-{self.copy:04d}-{self.channel}"

    @property
    def document_id(self) -> str:
        """Name of the document and of its folder."""
        return f"{self.twin}-{self.species}-{self.severity}" if self.species else self.twin

    @property
    def image_seed(self) -> int:
        """Seed of whatever chance does to this document's images: independent of the label."""
        return zlib.crc32(f"{self.seed}/{self.document_id}".encode())


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """One image with its mask."""

    row: Row
    image: bytes
    mask: bytes | None


def sheets(job: Job) -> tuple[Sheet, ...]:
    """The genuine sides of the job's document."""
    sides = sides_of(job.design)
    chance = rng_of(job.seed, job.design, job.copy)
    facts = record(
        holder(job.holder),
        chance,
        edition=sides[0].edition,
        nationality=sides[0].nationality,
        numbering=sides[0].numbering,
    )
    return tuple(
        issue(side, facts, seed=zlib.crc32(f"{job.seed}/{job.twin}/{side.key}".encode())) for side in sides
    )


def make(job: Job) -> tuple[Made, ...]:
    """Every image of the document: its sides in the channel's lights."""
    made: list[Made] = []
    for number, sheet in enumerate(sheets(job)):
        forgery = _forged(job, sheet)
        page = _used(job, forgery or Forgery.none(sheet), number)
        made += [_image(job, page, shot, forged=forgery is not None) for shot in _shots(job, sheet, number)]
    return tuple(made)


def _forged(job: Job, sheet: Sheet) -> Forgery | None:
    if not job.species or not SPECIES[job.species].fits(sheet.design):
        return None
    return SPECIES[job.species].forge(sheet, job.severity, rng_of(job.image_seed, "forge"))


def _used(job: Job, page: Forgery, number: int) -> Forgery:
    """The side after years of use, where a press of its own printed it; Utopia's own documents are as new."""
    design = page.sheet.design
    if design.press is None:
        return page
    rng = rng_of(job.image_seed, "wear", number)
    stamped = 0.35 if design.document_type.startswith("MRV") else 0.0 if design.fibres == 0 else 0.05
    wear = drawn_wear(rng, design.box, plastic=design.fibres == 0, stamped=stamped)
    return dataclasses.replace(page, sheet=dataclasses.replace(page.sheet, wear=wear))


def _shots(job: Job, sheet: Sheet, number: int) -> tuple[Shot, ...]:
    return CHANNELS[job.channel].shots(sheet.design, job.image_seed + number, ppi=job.ppi, device=job.device)


def _image(job: Job, forgery: Forgery, shot: Shot, *, forged: bool) -> Made:
    image, _ = take(forgery.sheet, shot, forgery.page_edit, forgery.digital_edit)
    name = f"documents/{job.document_id}/{forgery.sheet.design.side}-{shot.view.light}"
    mask = _mask(forgery, shot) if forged else None
    row = _row(job, forgery, shot, forged=forged, name=name)
    return Made(row=row, image=image, mask=mask)


def _mask(forgery: Forgery, shot: Shot) -> bytes:
    flat = page_mask(forgery.regions, shot.page, shot.px_per_mm)
    return encode(np.asarray(warped_mask(flat, shot)), Codec(format="PNG"))


def _row(job: Job, forgery: Forgery, shot: Shot, *, forged: bool, name: str) -> Row:
    sheet = forgery.sheet
    person = sheet.record.holder
    return Row(
        file=name + shot.codec.suffix,
        document_id=job.document_id,
        holder=person.key,
        split=person.split,
        issuer=sheet.record.issuer,
        document_type=sheet.design.document_type,
        series=sheet.design.series,
        side=sheet.design.side,
        light=str(shot.view.light),
        channel=job.channel,
        dpi="" if shot.codec.dpi is None else str(shot.codec.dpi),
        label="forged" if job.species else "genuine",
        species=job.species,
        severity=str(job.severity) if job.species else "",
        mask=f"{name}-mask.png" if forged else "",
        mrz="|".join(sheet.mrz),
        visible_fields=json.dumps(dict(sheet.visible), ensure_ascii=False),
        what_an_officer_sees=forgery.sees if job.species else "",
        twin=job.twin if job.species else "",
        seed=job.seed,
        homography=json.dumps([round(float(v), 6) for v in _final_homography(shot)]),
    )


def _final_homography(shot: Shot) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    return np.asarray(np.diag([shot.shrink, shot.shrink, 1.0]) @ shot.homography).ravel()
