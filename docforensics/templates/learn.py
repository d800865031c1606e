"""Learns a reference template from one or more genuine captures of one model.

What is the same on every capture is constant print; what differs is the holder's. With one capture (or captures of
one holder) the captures cannot tell, so the fields, the portraits and the MRZ are presumed variable: named in
`features` by the author, or the MRZ and every line of text that was found.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from docforensics.capture.load import load_capture
from docforensics.capture.model import Capture, Light, Pixels
from docforensics.errors import TemplateError
from docforensics.mrz.engines import MrzEngine, load_engine
from docforensics.mrz.frame import frame_from_mrz
from docforensics.mrz.parse import Mrz, parse_mrz
from docforensics.page.band import find_mrz_bands
from docforensics.page.find import find_page
from docforensics.page.geometry import BoxMm
from docforensics.page.model import Page, PageSize
from docforensics.templates.compare import to_reference_scale
from docforensics.templates.extent import learned_edges, portrait_extent
from docforensics.templates.model import (
    REFERENCE_PX_PER_MM,
    Feature,
    FeatureKind,
    LightReference,
    Template,
    TemplateModel,
)
from docforensics.templates.reference import build_reference
from docforensics.templates.register import register
from docforensics.viz.read import read_viz

GenuineCapture = Capture | str | Path | bytes | NDArray[np.uint8]

_MRZ_HEIGHT_MM = 23.2


def learn_template(
    captures: Sequence[GenuineCapture],
    *,
    model: TemplateModel | tuple[str, str, int, int] | None = None,
    features: Sequence[Feature] | None = None,
    licence: str = "",
    engine: MrzEngine | None = None,
    learned_on: date | None = None,
) -> Template:
    """Learn a template from genuine captures (one to twenty) of one document model.

    Parameters
    ----------
    captures
        Captures, paths, bytes or arrays of the same side of genuine documents.
    model
        (country, type, number, year); read from the MRZ when not given, else the template stays unnamed.
    features
        Places named by an author, in millimetres. Without them the features are proposed from what was found.

    Raises
    ------
    TemplateError
        No capture given, sizes that differ, or captures that do not lie on one another.

    """
    if not captures:
        raise TemplateError("learn_template: expected at least one genuine capture, got none")
    engine = engine or load_engine()
    loaded = [item if isinstance(item, Capture) else load_capture(item) for item in captures]
    pages = [_page_of(capture, engine) for capture in loaded]
    size = _common_size([page for page, _ in pages])
    anchor = max(range(len(pages)), key=lambda i: pages[i][0].quality.sharpness * pages[i][0].px_per_mm)
    page, mrz = pages[anchor]
    proposed = tuple(features) if features is not None else _proposed_features(page, mrz, size)
    first = _template(size, proposed, [_reference_pixels(page, size)], model=_model(model, mrz))
    stack = [_reference_pixels(page, size)]
    for i, (capture, (other, _)) in enumerate(zip(loaded, pages, strict=True)):
        if i == anchor:
            continue
        registration = register(capture, other, first)
        if registration is None:
            raise TemplateError(
                f"learn_template: capture {i} does not lie on capture {anchor}; "
                "give captures of one side of one model only"
            )
        stack.append(_reference_pixels(registration.page, size))
    provenance = {"captures": str(len(captures)), "learned_on": (learned_on or date.today()).isoformat()}  # noqa: DTZ011
    return _template(size, proposed, stack, model=first.model, licence=licence, provenance=provenance)


def _page_of(capture: Capture, engine: MrzEngine | None) -> tuple[Page, Mrz | None]:
    bands = find_mrz_bands(capture.primary.pixels)
    page = find_page(capture, bands)
    reading = engine.read(capture.primary.pixels, bands) if engine else None
    if reading is None:
        return page, None
    mrz = parse_mrz(reading.lines) if reading.format else None
    return frame_from_mrz(capture, page, reading), mrz


def _common_size(pages: Sequence[Page]) -> PageSize:
    sizes = {page.size for page in pages}
    if len(sizes) != 1 or None in sizes:
        found = sorted(str(size) for size in sizes)
        raise TemplateError(f"learn_template: expected captures of one nominal document size, found {found}")
    (size,) = sizes
    assert size is not None  # noqa: S101 (None was refused above)
    return size


def _model(given: TemplateModel | tuple[str, str, int, int] | None, mrz: Mrz | None) -> TemplateModel | None:
    if isinstance(given, tuple):
        country, kind, number, year = given
        return TemplateModel(country=country, type=kind, number=number, year=year)
    if given is not None or mrz is None:
        return given
    issuer, code = mrz.fields["issuer"].value, mrz.fields["document_code"].value
    return TemplateModel(country=issuer, type=code, number=0, year=0)


def _reference_pixels(page: Page, size: PageSize) -> Pixels:
    assert page.visible is not None  # noqa: S101 (learning asks for visible captures)
    width, height = size.millimetres
    shape = (round(height * REFERENCE_PX_PER_MM), round(width * REFERENCE_PX_PER_MM))
    return to_reference_scale(page.visible, page.px_per_mm, shape)


def _proposed_features(page: Page, mrz: Mrz | None, size: PageSize) -> tuple[Feature, ...]:
    width, height = size.millimetres
    proposed: list[Feature] = []
    if mrz is not None:
        box = BoxMm(left=0.0, top=height - _MRZ_HEIGHT_MM, right=width, bottom=height)
        proposed.append(Feature(name="mrz", kind=FeatureKind.MACHINE_READABLE_ZONE, box=box, variable=True))
    viz = read_viz(page)
    if viz.portrait:
        proposed.append(Feature(name="portrait", kind=FeatureKind.PORTRAIT, box=viz.portrait, variable=True))
    if viz.secondary_portrait:
        box = viz.secondary_portrait
        kind = FeatureKind.SECONDARY_PORTRAIT
        proposed.append(Feature(name="secondary-portrait", kind=kind, box=box, variable=True))
    proposed.extend(
        Feature(name=f"field-{i}", kind=FeatureKind.PERSONAL_DATA, box=line.box.grown(0.5), variable=True)
        for i, line in enumerate(viz.lines, start=1)
    )
    whole = BoxMm(left=0.0, top=0.0, right=width, bottom=height)
    proposed.append(Feature(name="background", kind=FeatureKind.BACKGROUND_PRINTING, box=whole))
    return tuple(proposed)


def _template(
    size: PageSize,
    features: tuple[Feature, ...],
    stack: Sequence[Pixels],
    *,
    model: TemplateModel | None,
    licence: str = "",
    provenance: dict[str, str] | None = None,
) -> Template:
    reference = build_reference(stack, features)
    return Template(
        model=model,
        size=size,
        features=tuple(_with_edges(feature, stack, reference) for feature in features),
        references={Light.VISIBLE: reference},
        n_captures=len(stack),
        provenance=provenance or {},
        licence=licence,
    )


def _with_edges(feature: Feature, stack: Sequence[Pixels], reference: LightReference) -> Feature:
    if feature.kind is not FeatureKind.PORTRAIT:
        return feature
    extents = [portrait_extent(pixels, reference, feature.box) for pixels in stack]
    return replace(feature, edges=learned_edges(extents))
