"""The sample documents of this benchmark, each laid on its template once and kept, so that checks can be measured again cheaply."""

import copyreg
import csv
import io
import pickle
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby
from pathlib import Path
from types import MappingProxyType

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.security.detect import CHANNELS, LIGHTS, registered
from docforensics.capture.light import Light
from docforensics.capture.model import Channel, Image
from docforensics.capture.side import Capture
from docforensics.document import Document
from docforensics.resources import resources
from docforensics.templates.learning.learn import learn_template
from docforensics.templates.model import REFERENCE_PX_PER_MM, Feature, FeatureKind, Template
from docforensics.templates.store import load_template, save_template
from sample_docs.generator.jobs import Job, Made, make
from tools.make_utopia_template import HOLDERS, MODEL, SEED, cropped, features


def _frozen(items: dict[object, object]) -> MappingProxyType[object, object]:
    """Read-only mapping anew, as pickled."""
    return MappingProxyType(items)


copyreg.pickle(MappingProxyType, lambda mapping: (_frozen, (dict(mapping),)))

Mask = NDArray[np.bool_]
Rows = list[dict[str, str]]
"""Of the manifest, one an image of one document."""
SHAPE = (704, 1000)
"""Of the template frame, px."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Case:
    """One document on its template."""

    folder: str
    """Name of the set."""
    document_id: str
    holder: str
    split: str
    channel: str
    species: str
    """Empty for a genuine one."""
    severity: str
    twin: str
    """The genuine document made out to the same holder."""
    document: Document
    mask: Mask | None
    """Where it was altered, on the template frame; None for a genuine one, or where it lies on no template."""


def cases(
    folders: Iterable[Path], work: Path, *, genuine: int, known: Container[tuple[str, str]] = ()
) -> Iterator[Case | tuple[str, str]]:
    """What was laid of the photo substitutions of the sets and of `genuine` genuine documents of each, twins first.

    Of documents whose (folder, id) is `known` only that is given.
    """
    for folder in folders:
        for rows in _chosen(_listed(folder), genuine):
            key = (folder.name, rows[0]["document_id"])
            kept = _place(work, *key)
            if key in known:
                yield key
            elif kept.is_file():
                yield _kept(kept, template_of(rows[0]["channel"], work))


def lay(folders: Iterable[Path], work: Path, *, genuine: int, part: int = 0, parts: int = 1) -> None:
    """Lay one part of the documents on their templates and keep them."""
    for folder in folders:
        for rows in _chosen(_listed(folder), genuine)[part::parts]:
            kept = _place(work, folder.name, rows[0]["document_id"])
            if not kept.is_file():
                kept.parent.mkdir(parents=True, exist_ok=True)
                _keep(_laid(folder, rows, work), kept)


def twin_of(case: Case, work: Path) -> Case | None:
    """The genuine document that a forged one was made from; None where it was not laid."""
    kept = _place(work, case.folder, case.twin)
    return _kept(kept, template_of(case.channel, work)) if kept.is_file() else None


def _place(work: Path, folder: str, document_id: str) -> Path:
    return work / "documents" / f"{folder}--{document_id}.pickle"


def _chosen(documents: list[Rows], genuine: int) -> list[Rows]:
    """So many genuine documents, those that photo substitutions were made from first, and the substitutions."""
    forged = [rows for rows in documents if rows[0]["species"].startswith("photo-")]
    twins = {rows[0]["twin"] for rows in forged}
    own = [rows for rows in documents if not rows[0]["species"]]
    own.sort(key=lambda rows: rows[0]["document_id"] not in twins)
    return [*own[:genuine], *forged]


def _keep(case: Case, path: Path) -> None:
    """Write a case without its template, which many share."""
    whole = io.BytesIO()
    pickler = pickle.Pickler(whole, protocol=5)
    pickler.persistent_id = lambda found: "template" if isinstance(found, Template) else None  # type: ignore[method-assign]
    pickler.dump(case)
    path.with_suffix(".part").write_bytes(whole.getvalue())
    path.with_suffix(".part").rename(path)


def _kept(path: Path, template: Template) -> Case:
    with path.open("rb") as file:
        unpickler = pickle.Unpickler(file)  # noqa: S301 (written by `_keep`)
        unpickler.persistent_load = lambda _: template  # type: ignore[method-assign]
        case = unpickler.load()
    assert isinstance(case, Case)  # noqa: S101
    return case


def _listed(folder: Path) -> list[Rows]:
    """The rows of each document; none of the holders that the templates were learned from."""
    with (folder / "manifest.csv").open(newline="", encoding="utf-8") as file:
        by_document = groupby(csv.DictReader(file), key=lambda row: row["document_id"])
        documents = [list(group) for _, group in by_document]
    return [rows for rows in documents if rows[0]["holder"] not in _template_holders()]


@cache
def _template_holders() -> frozenset[str]:
    from sample_docs.generator.people import holder  # noqa: PLC0415 (drawing is heavy to import)

    return frozenset(holder(number).key for number in HOLDERS)


def _laid(folder: Path, rows: Rows, work: Path) -> Case:
    first = rows[0]
    images = {str(LIGHTS[row["light"]]): folder / row["file"] for row in rows}
    capture = Capture.load(**images, channel=CHANNELS.get(first["channel"], Channel.UPLOAD))  # type: ignore[arg-type]
    document = registered(capture, template_of(first["channel"], work))
    white = next(row for row in rows if row["light"] == "white")
    mask = _mask(folder / white["mask"], document) if white["mask"] else None
    names = ("document_id", "holder", "split", "channel", "species", "severity", "twin")
    return Case(
        **{name: first[name] for name in names}, folder=folder.name, document=_lightened(document), mask=mask
    )


def _mask(path: Path, document: Document) -> Mask | None:
    """The mask on the template frame."""
    (side,) = document.sides
    drawn = cv2.imread(str(path), cv2.IMREAD_GRAYSCALE)
    if side.match is None or drawn is None:
        return None
    to_frame = np.diag([REFERENCE_PX_PER_MM, REFERENCE_PX_PER_MM, 1.0]) @ side.page.frame.homography
    return np.asarray(cv2.warpPerspective(drawn, to_frame, SHAPE[::-1]) > 127, dtype=bool)


def _lightened(document: Document) -> Document:
    """Without the capture's own pixels, which no check of the portrait asks for."""
    (side,) = document.sides
    nothing = Image(pixels=np.zeros((1, 1), np.uint8), sha256="0" * 64, raw=b"", media_type="array")
    capture = replace(side.capture, images=dict.fromkeys(side.capture.images, (nothing,)))
    return replace(document, sides=(replace(side, capture=capture),))


def template_of(channel: str, work: Path) -> Template:
    """The template of a channel.

    The shipped one, learned from flatbed scans in white light; for the border reader one learned from the same six holders
    on a border reader, in its three lights.
    """
    return _border_template(work) if channel == "border-reader" else _shipped()


@cache
def _shipped() -> Template:
    return next(
        load_template(path.parent) for path in resources("templates", ".json") if MODEL.id in str(path)
    )


@cache
def _border_template(work: Path) -> Template:
    folder = work / "border-reader-template"
    if not folder.is_dir():
        jobs = [
            Job(design="td3-2", copy=who, holder=who, channel="border-reader", seed=SEED) for who in HOLDERS
        ]
        captures = [_reference(make(job)) for job in jobs]
        save_template(
            learn_template(captures, model=MODEL, features=(*features(), _infrared_portrait())), folder
        )
    return load_template(folder)


def _reference(images: tuple[Made, ...]) -> Capture:
    lights = {str(LIGHTS[image.row.light]): cropped(image) for image in images}
    return Capture.load(**lights, channel="scanner")  # type: ignore[arg-type]


def _infrared_portrait() -> Feature:
    """What the design says of its portrait's ink, as an author would state it."""
    portrait = features()[0]
    return Feature(
        name="ir-portrait",
        kind=FeatureKind.IR_ABSORBING_PRINT,
        box=portrait.box,
        light=Light.IR,
        generic_id="IR,AB,PH",
        variable=True,
    )
