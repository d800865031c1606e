"""Learns a reference template from one or more genuine captures of one model.

What is the same on every capture is constant print; what differs is the holder's. With one capture (or captures of
one holder) the captures cannot tell, so the fields, the portraits and the MRZ are presumed variable: named in
`features` by the author, or the MRZ and every line of text that was found.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial

import numpy as np

from docforensics.capture.light import Light
from docforensics.capture.model import Pixels
from docforensics.capture.side import Capture
from docforensics.capture.size import SizeMm
from docforensics.choices import chosen
from docforensics.errors import TemplateError, UsageError
from docforensics.formats.free_size import AnySize, FreeSize, size_of
from docforensics.formats.table import PageSize
from docforensics.mrz.engines import MrzEngine, load_engine
from docforensics.mrz.parse import Mrz
from docforensics.page.geometry import BoxMm
from docforensics.templates.learning.aligned_stack import (
    AlignedSheet,
    anchors,
    fitted,
    read_sheet,
    stacks,
    zone_of,
)
from docforensics.templates.learning.differences import LEAST_DOCUMENTS, Differences, features_of_differences
from docforensics.templates.learning.given_captures import GenuineCapture, loaded
from docforensics.templates.learning.given_lights import fault_of_lights
from docforensics.templates.learning.holders import (
    group_by_holder,
    many_by_zones,
    refuse_alike,
    refuse_contradicted,
    undecided,
)
from docforensics.templates.learning.holders_shown import bears_holders
from docforensics.templates.learning.known_constant import without_places
from docforensics.templates.learning.lay_on import Laid, laid_on_one_another
from docforensics.templates.learning.measured_places import with_measured_places
from docforensics.templates.learning.page_size import LearnedSize, common_size
from docforensics.templates.learning.propose import print_of_another_ink, propose_features, widened
from docforensics.templates.learning.propose_lights import propose_ir, propose_optically_variable, propose_uv
from docforensics.templates.learning.propose_pictures import pictures_in
from docforensics.templates.learning.reference import build_reference, carried_together, draft_reference
from docforensics.templates.learning.stamps_taken import without_stamps
from docforensics.templates.learning.taken_page import TakenPage, on_page
from docforensics.templates.learning.variable_zones import (
    FEW_HOLDERS,
    with_fields_of_each,
    without_labels,
)
from docforensics.templates.masks import PORTRAITS, in_light
from docforensics.templates.model import (
    Feature,
    FeatureKind,
    LightReference,
    Template,
    TemplateModel,
)
from docforensics.templates.page_places import check_named
from docforensics.templates.taken_files import naming_files
from docforensics.templates.taken_on import naming_channels

ModelName = TemplateModel | tuple[str, str, int, int]
LEFT_OUT = "left_out"
"""In a template's provenance: numbers of the captures given, from 0, that lie on none of the others."""

OTHER_ZONES = "other_zones"
"""In a template's provenance: of how many captures the zone was read on another side, and for how many that side was given."""

SIZE_FROM = "size_from"
"""In a template's provenance: what told the page's size."""


def learn_template(
    captures: Sequence[GenuineCapture],
    *,
    model: ModelName | None = None,
    features: Sequence[Feature] | None = None,
    licence: str = "",
    engine: MrzEngine | None = None,
    learned_on: date | None = None,
    size: PageSize | str | None = None,
    size_mm: SizeMm | None = None,
    holders: Sequence[int] | None = None,
    constant: Sequence[BoxMm] = (),
    page: TakenPage | str = TakenPage.FOUND,
    zone_sides: Sequence[GenuineCapture | None] = (),
) -> Template:
    """Learn a template from genuine captures (one to twenty) of one document model.

    Parameters
    ----------
    captures
        Captures, paths, bytes or arrays of one side of genuine documents, with white light at least; of any devices and resolutions.
    model
        (country, type, number, year); read from the MRZ when not given, else the template stays unnamed.
    features
        Places named by an author, in millimetres, all of them: no other is looked for in white light. Without them the features are proposed from what was found.
    size, size_mm
        Nominal size of the page, or its width and height in millimetres, where the captures do not tell it (no MRZ, no outline, no scale to measure it by): no other is looked for then. A scan that states its resolution is measured where neither is given.
    holders
        A number for each capture, the same for one holder's. Without it they are compared; on pages beyond Doc 9303 each is of another document.
    constant
        Places in millimetres that are known to show the same on every document, though they may look like a holder's text.
    page
        Of pictures that show two pages: the one with the zone (`found`), or the one beside it with the portrait (`other`).
    zone_sides
        One for each capture, or None: the side of its document with the zone, where the side that is learned shows none (cards). Values of the zone name places; nothing of that side is kept.

    Raises
    ------
    TemplateError
        No capture, another number of holders or zone_sides than of captures, one given twice, a light too coarse or given as another, sizes that differ, two holders of one zone, or most do not lie on one another (few: in the provenance).
    UsageError
        Both size and size_mm, or a size that no page has.
    """
    stated = _stated(size, size_mm)
    sheets, taken = _sheets(loaded(captures, zone_sides, stated), holders, engine, page)
    told = common_size(sheets, stated)
    _refuse_unusable(sheets, features or (), told.size)
    laid = _laid(sheets, told.size, features)
    whose = _holders(laid, told.size, holders)
    references, named = _references(laid.sheets, whose, told.size, features, constant)
    return Template(
        model=_model(model, laid.sheets[0].mrz),
        size=told.size,
        features=named,
        references=references,
        n_captures=len(laid.sheets),
        n_holders=len(set(whose)),
        provenance=_provenance(laid, told, len(set(whose)), learned_on) | taken,
        licence=licence,
    )


def _laid(sheets: Sequence[AlignedSheet], size: AnySize, features: Sequence[Feature] | None) -> Laid:
    order, fit = anchors(sheets, size), [fitted(sheet, size) for sheet in sheets]
    return laid_on_one_another(fit, order, partial(draft_of_one, size=size, features=features))


def _provenance(found: Laid, size: LearnedSize, holders: int, learned_on: date | None) -> dict[str, str]:
    day = learned_on or date.today()  # noqa: DTZ011
    told = {
        "captures": str(len(found.sheets)),
        "holders": str(holders),
        "learned_on": day.isoformat(),
        SIZE_FROM: size.told_by,
    }
    told |= naming_channels(sheet.capture.channel for sheet in found.sheets)
    told |= {LEFT_OUT: ", ".join(map(str, found.left_out))} if found.left_out else {}
    return naming_files((sheet.capture.primary.sha256 for sheet in found.sheets), told)


def _stated(size: PageSize | str | None, size_mm: SizeMm | None) -> AnySize | None:
    """The size that the caller states, if any."""
    if size is not None and size_mm is not None:
        raise UsageError("learn_template: size and size_mm both state the page's size: give one")
    if size_mm is not None:
        return size_of(size_mm)
    return None if size is None else chosen(PageSize, size, "size")


def _sheets(
    given: Sequence[tuple[Capture, Capture | None]],
    holders: Sequence[int] | None,
    engine: MrzEngine | None,
    page: TakenPage | str,
) -> tuple[list[AlignedSheet], dict[str, str]]:
    """Read the captures on the page that is taken, and say which that is where they show two."""
    if holders is not None and len(holders) != len(given):
        raise TemplateError(
            f"learn_template: expected a holder for each of {len(given)} captures, got {len(holders)}"
        )
    taken_page, engine = chosen(TakenPage, page, "page"), engine or load_engine()
    zones = [zone_of(side, engine) for _, side in given]
    asked, known = (sum(map(bool, some)) for some in ([side for _, side in given], zones))
    read = [
        read_sheet(capture, number, engine, zone)
        for number, ((capture, _), zone) in enumerate(zip(given, zones, strict=True))
    ]
    if holders is not None:
        refuse_contradicted([sheet.document_zone for sheet in read], holders)
    sheets, taken = on_page(read, taken_page, engine)
    return sheets, taken | ({OTHER_ZONES: f"{known} of {asked}"} if asked else {})


def _refuse_unusable(sheets: Sequence[AlignedSheet], named: Sequence[Feature], size: AnySize) -> None:
    """Raise TemplateError for an author's place that shows nothing of the page, or a capture with a light that nothing can be learned from."""
    check_named("features", named, size)
    for number, sheet in enumerate(sheets):
        if fault := fault_of_lights(sheet, size):
            raise TemplateError(f"learn_template: capture {number} {fault}")


def _model(given: ModelName | None, mrz: Mrz | None) -> TemplateModel | None:
    if isinstance(given, tuple):
        country, kind, number, year = given
        return TemplateModel(country=country, type=kind, number=number, year=year)
    if given is not None or mrz is None:
        return given
    issuer, code = mrz.fields["issuer"].value, mrz.fields["document_code"].value
    return TemplateModel(country=issuer, type=code, number=0, year=0)


def draft_of_one(anchor: AlignedSheet, size: AnySize, features: Sequence[Feature] | None) -> Template:
    """The anchor alone as a template, good enough to lay the other captures on."""
    named = tuple(features or ())
    if features is None and not isinstance(size, FreeSize):
        named = propose_features([anchor], [0], size)
    references = {
        light: draft_reference(stack[0], named, light=light)
        for light, stack in stacks([anchor], size).items()
    }
    return Template(model=None, size=size, features=named, references=references, n_captures=1)


def _holders(laid: Laid, size: AnySize, given: Sequence[int] | None) -> tuple[int, ...]:
    """Whose document each is; `given` is by the captures as they were given."""
    sheets, zones = laid.sheets, [sheet.document_zone for sheet in laid.sheets]
    stated = None if given is None else tuple(given[number] for number in laid.numbers)
    pairs = () if stated is None else undecided(zones, stated)
    if isinstance(size, FreeSize) or len(sheets) == 1 or not (stated is None or pairs):
        return stated if stated is not None else tuple(range(len(sheets)))
    if stated is None and (many := many_by_zones(zones)):
        return many
    proposed = propose_features(sheets[:1], [0], size)
    pictures = [feature.box for feature in proposed if feature.kind in PORTRAITS]
    fields = [feature.box for feature in proposed if feature.kind is FeatureKind.PERSONAL_DATA]
    pages = [sheet.pixels(Light.VISIBLE, size) for sheet in sheets]
    if stated is None:
        return group_by_holder(zones, pages, pictures, fields)
    refuse_alike(pairs, pages, pictures, fields, laid.numbers)
    return stated


def _references(
    sheets: Sequence[AlignedSheet],
    holders: Sequence[int],
    size: AnySize,
    given: Sequence[Feature] | None,
    constant: Sequence[BoxMm],
) -> tuple[Mapping[Light, LightReference], tuple[Feature, ...]]:
    """The reference in every light, and the features: the author's, or those that the captures propose."""
    clean = without_stamps(sheets, holders, size)
    sheets = clean.sheets
    several = isinstance(size, FreeSize) and len(set(holders)) >= LEAST_DOCUMENTS
    decide = several and not bears_holders(sheets, holders, size)
    if given is None and decide:
        named = _of_differences(sheets, holders, size)
    else:
        named = tuple(given) if given is not None else propose_features(sheets, holders, size)
    if given is None and len(set(holders)) > 1 and not decide:
        alone = [propose_features([sheet], [0], size) for sheet in sheets if len(set(holders)) < FEW_HOLDERS]
        pixels = [sheet.pixels(Light.VISIBLE, size) for sheet in sheets]
        named = with_fields_of_each(named, alone, print_of_another_ink(named, pixels, holders))
        named = without_labels(widened(named, sheets, holders, size), alone)
    if given is None:
        named = without_places(named, constant)
    pages = stacks(sheets, size)
    if given is None:
        named = (*named, *_turning(sheets, holders, size, named))
    references: dict[Light, LightReference] = {}
    for light, stack in sorted(pages.items(), key=lambda one: one[0] is not Light.VISIBLE):
        references[light] = build_reference(
            stack,
            (*in_light(named, light), *pictures_in(light, sheets, holders)),
            light=light,
            n_holders=len(set(_holders_with(light, sheets, holders))),
            captures_decide=decide,
            white=references[Light.VISIBLE].constant if references else None,
        )
    references[Light.VISIBLE] = clean.expecting(references[Light.VISIBLE])
    if given is None:
        named = (*named, *_of_other_lights(references, sheets, holders, size, named))
    return references, with_measured_places(named, pages[Light.VISIBLE], holders, references[Light.VISIBLE])


def _of_differences(
    sheets: Sequence[AlignedSheet], holders: Sequence[int], size: AnySize
) -> tuple[Feature, ...]:
    """What the captures of a page beyond Doc 9303 show, one of each document."""
    pages = {holder: sheet.pixels(Light.VISIBLE, size) for sheet, holder in zip(sheets, holders, strict=True)}
    pairs = Differences(carried_together(list(pages.values()), ()))
    return features_of_differences(pairs.agreeing(), size.millimetres)


def _holders_with(light: Light, sheets: Sequence[AlignedSheet], holders: Sequence[int]) -> list[int]:
    return [holder for sheet, holder in zip(sheets, holders, strict=True) if light in sheet.page.pixels]


def _of_other_lights(
    references: Mapping[Light, LightReference],
    sheets: Sequence[AlignedSheet],
    holders: Sequence[int],
    size: AnySize,
    named: Sequence[Feature],
) -> tuple[Feature, ...]:
    found: tuple[Feature, ...] = ()
    pages = stacks(sheets, size)
    if Light.UV in references:
        found += propose_uv(references[Light.UV], pages[Light.UV], size)
    if Light.IR in references:
        paired = [sheet for sheet in sheets if Light.IR in sheet.page.pixels]
        whose = _holders_with(Light.IR, sheets, holders)
        found += propose_ir(references, stacks(paired, size), named, whose)
    return found


def _turning(
    sheets: Sequence[AlignedSheet], holders: Sequence[int], size: AnySize, named: Sequence[Feature]
) -> tuple[Feature, ...]:
    """Optically variable devices, where there are several captures of one holder's document."""
    by_holder: dict[int, list[Pixels]] = {}
    for sheet, holder in zip(sheets, holders, strict=True):
        by_holder.setdefault(holder, []).append(sheet.pixels(Light.VISIBLE, size))
    frames = [pages for pages in by_holder.values() if len(pages) > 1]
    if not frames:
        return ()
    everywhere = np.ones(frames[0][0].shape[:2], dtype=bool)
    return propose_optically_variable(frames, everywhere, named)
