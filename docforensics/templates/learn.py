"""Learns a reference template from one or more genuine captures of one model.

What is the same on every capture is constant print; what differs is the holder's. With one capture (or captures of
one holder) the captures cannot tell, so the fields, the portraits and the MRZ are presumed variable: named in
`features` by the author, or the MRZ and every line of text that was found.
"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import cv2
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
from docforensics.templates.compare import Mask, blur_masked, compare, printed_ink, to_reference_scale
from docforensics.templates.model import (
    REFERENCE_PX_PER_MM,
    Feature,
    FeatureKind,
    LightReference,
    Template,
    TemplateModel,
)
from docforensics.templates.register import register
from docforensics.templates.tolerance import shrunk_tolerance, simulated_tolerance
from docforensics.viz.read import read_viz

GenuineCapture = Capture | str | Path | bytes | NDArray[np.uint8]

_VARIABLE_KINDS = frozenset(
    {
        FeatureKind.PORTRAIT,
        FeatureKind.SECONDARY_PORTRAIT,
        FeatureKind.SIGNATURE,
        FeatureKind.PERSONAL_DATA,
        FeatureKind.MACHINE_READABLE_ZONE,
    }
)
_MRZ_HEIGHT_MM = 23.2
_DIFFERENT = 0.55
"""Dissimilarity between captures beyond which a place is the holder's, not the series'."""
_EDGE_MM = 1.0
"""The page's rim: cut, shadow and rounding differ from one capture to the next."""


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
    return _template(
        size, proposed, stack, model=first.model, licence=licence, provenance=provenance
    )


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
    stack: list[Pixels],
    *,
    model: TemplateModel | None,
    licence: str = "",
    provenance: dict[str, str] | None = None,
) -> Template:
    typical = _typical(stack)
    ink = ink_allowed(features, typical.shape)
    constant = _presumed_constant(features, typical.shape)
    if len(stack) == 1:
        constant &= ~(ink & printed_ink(typical))
    maps = [compare(pixels, typical, ink_allowed=ink, trusted=constant).dissimilarity for pixels in stack]
    if len(stack) > 1:
        constant &= np.median(np.stack(maps), axis=0) < _DIFFERENT
    tolerance = shrunk_tolerance(simulated_tolerance(typical, constant), maps if len(stack) > 1 else [])
    mean = _without_personal_data(typical, constant)
    reference = LightReference(mean=mean, tolerance=tolerance, constant=constant)
    return Template(
        model=model,
        size=size,
        features=features,
        references={Light.VISIBLE: reference},
        n_captures=len(stack),
        provenance=provenance or {},
        licence=licence,
    )


def _without_personal_data(typical: Pixels, constant: Mask) -> Pixels:
    """The reference with everything variable blurred out of recognition: a template carries no holder."""
    blurred = blur_masked(typical.astype(np.float32).reshape(*typical.shape[:2], -1), constant, sigma_px=10.0)
    keep = constant.reshape(*constant.shape, *[1] * (typical.ndim - 2))
    return np.where(keep, typical, np.clip(blurred.reshape(typical.shape), 0, 255)).astype(np.uint8)


def _typical(stack: list[Pixels]) -> Pixels:
    """What most captures show; the paler of two, for personal data are printed dark on pale."""
    if len(stack) == 1:
        return stack[0]
    levelled = _levelled(stack)
    if len(stack) == 2:
        a, b = levelled
        mean = (a + b) / 2
        paler = np.maximum(cv2.GaussianBlur(a, (0, 0), 1.0), cv2.GaussianBlur(b, (0, 0), 1.0))
        differ = np.abs(a - b).max(axis=-1, keepdims=True) > 40 if a.ndim == 3 else np.abs(a - b) > 40
        return np.clip(np.where(differ, np.maximum(paler, mean), mean), 0, 255).astype(np.uint8)
    return np.clip(np.quantile(np.stack(levelled), 0.6, axis=0), 0, 255).astype(np.uint8)


def _levelled(stack: list[Pixels]) -> list[NDArray[np.float32]]:
    """All captures at the first one's brightness and colour, over some 10 mm."""
    sigma = 10 * REFERENCE_PX_PER_MM
    first = stack[0].astype(np.float32)
    base = cv2.GaussianBlur(first, (0, 0), sigma)
    levels = [pixels.astype(np.float32) for pixels in stack]
    return [first, *(level + base - cv2.GaussianBlur(level, (0, 0), sigma) for level in levels[1:])]


def _presumed_constant(features: Sequence[Feature], shape: tuple[int, ...]) -> Mask:
    constant = np.ones(shape, dtype=bool)
    rim = round(_EDGE_MM * REFERENCE_PX_PER_MM)
    constant[:rim], constant[-rim:], constant[:, :rim], constant[:, -rim:] = False, False, False, False
    for feature in features:
        if feature.kind in _VARIABLE_KINDS and feature.kind is not FeatureKind.PERSONAL_DATA:
            _fill(constant, feature.box, value=False)
    return constant


def ink_allowed(features: Sequence[Feature], shape: tuple[int, ...]) -> Mask:
    """Where print of personal data may stand: (H, W) on the template frame."""
    allowed = np.zeros(shape[:2], dtype=bool)
    for feature in features:
        if feature.variable:
            _fill(allowed, feature.box, value=True)
    return allowed


def _fill(mask: Mask, box: BoxMm, *, value: bool) -> None:
    rows, columns = box.to_px(REFERENCE_PX_PER_MM).slices
    mask[max(rows.start, 0) : max(rows.stop, 0), max(columns.start, 0) : max(columns.stop, 0)] = value

