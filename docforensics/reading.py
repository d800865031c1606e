"""One side of a document, read step by step, without judging: the first half of an examination."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from docforensics.alerts.book import AlertBook
from docforensics.capture.light import Light
from docforensics.capture.model import Channel, Pixels
from docforensics.capture.side import Capture
from docforensics.document import Document, Side
from docforensics.mrz.additional_zones import additional_zones
from docforensics.mrz.engines import MrzEngine
from docforensics.mrz.foreign import is_foreign
from docforensics.mrz.frame import frame_from_mrz, zones_to_lay_by
from docforensics.mrz.parse import parse_reading
from docforensics.mrz.reading import MrzReading
from docforensics.page.band.find import find_mrz_bands, grey_of
from docforensics.page.find import find_frame
from docforensics.page.frame import ScaleBasis
from docforensics.page.geometry import BoxMm
from docforensics.page.model import Page
from docforensics.page.rectify import draw, in_full, sketch
from docforensics.page.unusable import unusable_lights
from docforensics.seal.find import seals_installed
from docforensics.seal.model import SealReading
from docforensics.seal.read import read_seals
from docforensics.seal.trust import TrustStore
from docforensics.stopwatch import Stopwatch
from docforensics.templates.masks import compared_portraits
from docforensics.templates.model import FeatureKind
from docforensics.templates.registration.register import Registration
from docforensics.templates.store import TemplateStore
from docforensics.viz.read import read_viz
from docforensics.viz.recognise import check_reader


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Readers:
    """What sides are read with: loaded once, shared between threads."""

    engine: MrzEngine | None
    """None where no MRZ engine is installed: no MRZ is read."""
    templates: TemplateStore
    viz_reader: str
    """Name of the reader of the visual zone."""
    trust: TrustStore | None
    """Certificates that digital seals are verified with."""
    alerts: AlertBook | None = None
    """Alerts that were applied at this post, for the checks."""

    def __post_init__(self) -> None:
        check_reader(self.viz_reader)


def read_document(
    captures: Sequence[Capture], readers: Readers, inspected_on: date, watch: Stopwatch | None = None
) -> Document:
    """All sides of one document, and its MRZ: that of the first side whose MRZ fits a format.

    Further frames of a light follow, each a side of its own. `watch` goes on counting what the stages take.
    """
    watch = watch or Stopwatch()
    sides = tuple(read_side(capture, readers, inspected_on, watch) for capture in captures)
    sides += tuple(
        replace(read_side(frame, readers, inspected_on, watch), frame_of=index)
        for index, capture in enumerate(captures)
        for frame in further_frames(capture)
    )
    parsed = [parse_reading(side.mrz_reading) for side in sides]
    mrz_side = next((index for index, mrz in enumerate(parsed) if mrz is not None), None)
    return Document(
        sides=sides,
        mrz=None if mrz_side is None else parsed[mrz_side],
        mrz_side=mrz_side,
        inspected_on=inspected_on,
        alerts=readers.alerts,
        timings=watch.seconds,
    )


def further_frames(capture: Capture) -> Iterator[Capture]:
    """Give the second, third ... frames of all lights, each set as a capture, with white light to lay it on the page."""
    for number in range(1, max(map(len, capture.images.values()))):
        images = {
            light: frames[number:][:1] for light, frames in capture.images.items() if len(frames) > number
        }
        white = {Light.VISIBLE: capture.images[Light.VISIBLE][:1]} if Light.VISIBLE in capture.images else {}
        yield replace(capture, images={**white, **images})


def read_side(capture: Capture, readers: Readers, inspected_on: date, watch: Stopwatch) -> Side:
    """One side: its frame from outline, MRZ and template in turn, the page drawn in it, and what the page shows."""
    time = watch.time
    # Turned grey once, and not by each that looks at it.
    grey = time("bands", grey_of, capture.primary.pixels)
    bands = time("bands", find_mrz_bands, grey)
    read = time("mrz", readers.engine.read, grey, bands) if readers.engine else None
    zones = zones_to_lay_by(bands, read) if readers.engine else bands
    frame = time("outline", find_frame, capture, zones, readers.templates.free_sizes)
    mrz_reading = _of_travel_document(read)
    frame = time("mrz", frame_from_mrz, frame, mrz_reading)
    seen = time("page", sketch if len(readers.templates) else draw, capture, frame)
    unusable = time("page", unusable_lights, seen)
    usable, seen = without_lights(capture, seen, unusable)
    registration = time("template", readers.templates.match, usable, seen, parse_reading(mrz_reading))
    page = registration.page if registration else time("page", in_full, usable, seen)
    viz = time(
        "viz", read_viz, page, mrz_reading, reader=readers.viz_reader, pictures=_portraits(registration)
    )
    seals = time("seals", _seals, grey, capture.channel, page, readers, inspected_on)
    others = time("additional zones", additional_zones, readers.engine, grey, bands, mrz_reading, page)
    side = Side(
        capture=capture,
        page=page,
        mrz_reading=mrz_reading,
        viz=viz,
        match=registration.match if registration else None,
        seals=seals,
        additional_zones=others.read,
        unread_zones=others.unread,
        unusable=unusable,
        bands=bands,
    )
    if capture.may_be_edited:
        # What looks for edits looks at it in grey again.
        side.kept.once(grey_of, lambda: grey)
    return side


def _portraits(registration: Registration | None) -> tuple[BoxMm, ...]:
    """Where the page's template has the portrait and its repetitions; nothing where it knows no portrait, nor where others are presumed: the holder's data may stand on these."""
    found = registration.match.template.features if registration else ()
    kinds = {feature.kind for feature in found}
    return (
        tuple(feature.box for feature in compared_portraits(found)) if FeatureKind.PORTRAIT in kinds else ()
    )


def _seals(
    grey: Pixels, channel: Channel, page: Page, readers: Readers, inspected_on: date
) -> tuple[SealReading, ...]:
    """Read the digital seals, where their reader is installed; at the page's own scale where something told it."""
    if not seals_installed():
        return ()
    known = page.basis is not ScaleBasis.ASSUMED
    return read_seals(
        grey,
        trust=readers.trust,
        inspected_on=inspected_on,
        channel=channel,
        px_per_mm=page.quality.px_per_mm if known else None,
    )


def _of_travel_document(reading: MrzReading | None) -> MrzReading | None:
    """Leave out a zone that holds another kind of document's data: nothing is judged by rules that it does not follow."""
    return None if reading is None or is_foreign(reading) else reading


def without_lights(capture: Capture, page: Page, lights: Collection[Light]) -> tuple[Capture, Page]:
    """Leave out lights whose image does not show them, from a capture and its page."""
    if not lights:
        return capture, page
    images = {light: frames for light, frames in capture.images.items() if light not in lights}
    pixels = {light: drawn for light, drawn in page.pixels.items() if light not in lights}
    return replace(capture, images=images), replace(page, pixels=pixels)
