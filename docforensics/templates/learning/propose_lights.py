"""Proposes the features that show in UV, in infrared and between frames, from the references and the captures.

UV: the dull substrate, print that glows the same on every document, print that glows and differs, fibres. Infrared: what
vanishes there although white light shows it, and what stays. Between frames, or captures of one holder's document: the
places of optically variable devices. Ids are those of Doc 9303-2 Appendix C.3.
"""

from collections.abc import Mapping, Sequence

import cv2
import numpy as np

from docforensics.capture.light import Light
from docforensics.capture.model import Pixels
from docforensics.formats.free_size import AnySize
from docforensics.page.geometry import BoxMm
from docforensics.templates.comparison.luminescence import fibres, fibres_mm2, luminescent
from docforensics.templates.comparison.occlusion import printed_depth
from docforensics.templates.comparison.photometric import levelled
from docforensics.templates.learning.mask_places import components
from docforensics.templates.masks import box_mask, clipped, grown
from docforensics.templates.model import REFERENCE_PX_PER_MM, Feature, FeatureKind, LightReference
from docforensics.templates.planes import Map, Mask

_DARK = 30.0
"""Grey levels below the surroundings at which print is seen."""
_TEXT = 95.0
"""The same of what was printed last; captions and background print, which lie in roomy fields as well, are paler."""
_PRINT, _SHARED = 55.0, 0.8
"""Grey levels from which print counts as print of the series where so large a share of the holders bears it at one place: pale enough for a worn heading, and five of six, since one copy is hidden or printed
aside now and then. On a design at random (seen) headings that vanish, which lie in the places of data, had been taken for the data's ink. Judgements; not fitted."""
_FEWEST_HOLDERS = 3
"""Of fewer, what they share tells nothing. A judgement; not fitted."""
_MOST_TELL, _FEWEST_FIELDS = 0.5, 2
"""Share of the captures on which a field has to bear print of its own to be told by it, and fields that have to be told before they decide over the others: a mark on one capture is no data. Judgements; not fitted."""
_VANISHED, _STAYED = 0.3, 0.6
"""Share of the contrast in white light that print keeps in IR."""
_FEWEST = 0.1
"""Share of the captures that may do otherwise."""
_TURNS = 14.0
"""Grey levels of colour by which an optically variable device differs between frames."""
_TEXT_ID = "ID"
"""Id of the holder's text, after the last comma."""
_OF_FEATURE = {
    FeatureKind.PORTRAIT: "PH",
    FeatureKind.SECONDARY_PORTRAIT: "SP",
    FeatureKind.MACHINE_READABLE_ZONE: "MR",
    FeatureKind.LASER_PERFORATION: "PD",
}
_MOST = 12
"""Features of one kind that are proposed, the largest first."""


def propose_uv(reference: LightReference, stack: Sequence[Pixels], size: AnySize) -> tuple[Feature, ...]:
    """The dull substrate, luminescent print (fixed and varying) and fibres."""
    whole = BoxMm.of_size(size.millimetres)
    dull = Feature(
        name="uv-substrate",
        kind=FeatureKind.UV_DULL_SUBSTRATE,
        box=whole,
        light=Light.UV,
        generic_id="UV,BR,FU",
    )
    thin = [fibres(page) for page in stack]
    glows = [luminescent(page) & ~fibre for page, fibre in zip(stack, thin, strict=True)]
    common = np.mean(np.stack(glows), axis=0) > 0.5
    fixed = luminescent(reference.mean) & common & reference.constant
    varying = np.max(np.stack(glows), axis=0) & ~grown(common, 0.5) & ~reference.constant
    features = [
        dull,
        *_uv_print("uv-print", components(fixed, join_mm=2.5, least_mm2=4.0), variable=False),
        *_uv_print("uv-varying", components(varying, join_mm=2.0, least_mm2=2.0), variable=True),
    ]
    if np.median([len(components(fibre, join_mm=0.3, least_mm2=0.1)) for fibre in thin]) >= 3:
        features.append(
            Feature(
                name="uv-fibres",
                kind=FeatureKind.FLUORESCENT_FIBRES,
                box=whole,
                light=Light.UV,
                generic_id="UV,LU,FI",
                variable=True,
                fibres_mm2=float(np.median([fibres_mm2(page, reference) for page in stack])),
            )
        )
    return tuple(features)


def propose_ir(
    references: Mapping[Light, LightReference],
    stacks: Mapping[Light, Sequence[Pixels]],
    features: Sequence[Feature],
    holders: Sequence[int],
) -> tuple[Feature, ...]:
    """Print that vanishes in infrared and print that stays, fixed print from the references, the holder's from captures (`holders`: whose each of a stack is)."""
    visible, infrared = references[Light.VISIBLE], references[Light.IR]
    both = visible.constant & infrared.constant
    white, dark = printed_depth(visible.mean), printed_depth(infrared.mean)
    shown = both & (white > _DARK)
    vanished = components(shown & (dark < _VANISHED * white), join_mm=2.0, least_mm2=3.0)
    stayed = components(shown & (dark > _STAYED * white), join_mm=2.0, least_mm2=3.0)
    fixed = [
        *_ir_print("ir-vanishes", FeatureKind.IR_DROP_OUT, vanished, "IR,TR,IS"),
        *_ir_print("ir-stays", FeatureKind.IR_ABSORBING_PRINT, stayed, "IR,AB,IS"),
    ]
    pairs = [
        (printed_depth(white_page), printed_depth(dark_page))
        for white_page, dark_page in zip(stacks[Light.VISIBLE], stacks[Light.IR], strict=True)
    ]
    own = _own_print([white_page for white_page, _ in pairs], holders)
    personal = [_in_infrared(feature, pairs, own) for feature in features if feature.variable]
    told = [one for one in personal if one is not None]
    return (*fixed, *one_ink([one for one, _ in told], [one for one, is_own in told if is_own]))


def one_ink(personal: Sequence[Feature], own: Sequence[Feature] = ()) -> tuple[Feature, ...]:
    """Keep of the text fields those that do what most of them do: one machine personalizes a document.

    A box without text in most captures holds background print, which vanishes; stating that of the holder's data would
    make every genuine page depart from its template. Where print that holders do not share tells it of some fields, `own`, most of these decide.
    """
    fields = [feature for feature in personal if feature.generic_id.endswith(f",{_TEXT_ID}")]
    telling = [feature for feature in own if feature in fields]
    if len(telling) < _FEWEST_FIELDS:
        telling = fields
    vanishing = sum(feature.kind is FeatureKind.IR_DROP_OUT for feature in telling)
    usual = FeatureKind.IR_DROP_OUT if vanishing * 2 > len(telling) else FeatureKind.IR_ABSORBING_PRINT
    return tuple(feature for feature in personal if feature not in fields or feature.kind is usual)


def propose_optically_variable(
    frames: Sequence[Sequence[Pixels]], constant: Mask, known: Sequence[Feature]
) -> tuple[Feature, ...]:
    """Places whose colour turns between pages of one document (`frames`: one sequence a document)."""
    turning = np.zeros(constant.shape, dtype=bool)
    for pages in frames:
        if len(pages) > 1:
            turning |= _turns(pages, constant)
    named = [feature.box for feature in known if feature.kind is FeatureKind.OPTICALLY_VARIABLE_DEVICE]
    boxes = components(turning & ~box_mask(named, constant.shape), join_mm=2.0, least_mm2=12.0)[:_MOST]
    return tuple(
        Feature(
            name=f"device-{number}",
            kind=FeatureKind.OPTICALLY_VARIABLE_DEVICE,
            box=box.grown(0.5),
            variable=True,
        )
        for number, box in enumerate(boxes, start=1)
    )


def _turns(pages: Sequence[Pixels], constant: Mask) -> Mask:
    """Where the colour (not the brightness alone: shadow and glare do that) differs from page to page."""
    first = pages[0]
    planes = [levelled(page, first, constant) for page in pages]
    if planes[0].shape[2] != 3:
        return np.zeros(constant.shape, dtype=bool)
    chroma = [plane - plane.mean(axis=2, keepdims=True) for plane in planes]
    smooth = [cv2.GaussianBlur(one, (0, 0), 0.6 * REFERENCE_PX_PER_MM) for one in chroma]
    spread = np.std(np.stack(smooth), axis=0, ddof=1)
    return np.asarray(np.sqrt((spread**2).sum(axis=2)) > _TURNS, dtype=bool)


def _uv_print(name: str, boxes: Sequence[BoxMm], *, variable: bool) -> list[Feature]:
    return [
        Feature(
            name=f"{name}-{number}",
            kind=FeatureKind.UV_FLUORESCENT_PRINT,
            box=box.grown(0.5),
            light=Light.UV,
            generic_id="UV,LU,ID" if variable else "UV,LU,IS",
            variable=variable,
        )
        for number, box in enumerate(boxes[:_MOST], start=1)
    ]


def _ir_print(name: str, kind: FeatureKind, boxes: Sequence[BoxMm], generic_id: str) -> list[Feature]:
    return [
        Feature(name=f"{name}-{number}", kind=kind, box=box.grown(0.3), light=Light.IR, generic_id=generic_id)
        for number, box in enumerate(boxes[:_MOST], start=1)
    ]


def _in_infrared(
    feature: Feature, pairs: Sequence[tuple[Map, Map]], own: Mask | None
) -> tuple[Feature, bool] | None:
    """What the print of a feature does in infrared, and whether print that holders do not share does it; None where they do not tell, or tell two things.

    `pairs` are the depths of print of each capture in white light and in infrared; `own` is where holders share no print (H, W), None where too few are known.
    Pictures and zones are asked as a whole.
    """
    place = clipped(feature.box, pairs[0][0].shape)
    here = [(white[place], dark[place]) for white, dark in pairs]
    kind = _kind(_shares(here, None))
    id_of = _OF_FEATURE.get(feature.kind, _TEXT_ID)
    of_own = _shares(here, own[place]) if own is not None and id_of == _TEXT_ID else []
    is_told = len(of_own) > _MOST_TELL * len(pairs)
    if kind is None or (is_told and _kind(of_own) is not kind):
        return None
    found = Feature(
        name=f"ir-{feature.name}",
        kind=kind,
        box=feature.box,
        light=Light.IR,
        generic_id=f"IR,{'TR' if kind is FeatureKind.IR_DROP_OUT else 'AB'},{id_of}",
        variable=True,
    )
    return found, is_told


def _kind(kept: Sequence[float]) -> FeatureKind | None:
    """Whether print vanishes or stays on nearly all captures that bear any, by the shares that they keep; None where there are none, or it does now this, now that."""
    if not kept:
        return None
    # A box whose ink does now this, now that, holds more than the holder's data: print beside a name, an emblem, an empty row.
    least, most = (float(np.quantile(kept, share)) for share in (_FEWEST, 1 - _FEWEST))
    if most >= _VANISHED and least <= _STAYED:
        return None
    return FeatureKind.IR_DROP_OUT if most < _VANISHED else FeatureKind.IR_ABSORBING_PRINT


def _own_print(whites: Sequence[Map], holders: Sequence[int]) -> Mask | None:
    """Where most holders share no print, by the depths of print of their captures in white light (H, W): a heading in the place of data is no data."""
    people = sorted(set(holders))
    if len(people) < _FEWEST_HOLDERS:
        return None
    printed = [white > _PRINT for white in whites]
    of_each = [
        np.mean([one for one, whose in zip(printed, holders, strict=True) if whose == who], axis=0)
        > 0.5  # on most of a holder's captures
        for who in people
    ]
    return ~grown(np.asarray(np.mean(of_each, axis=0) >= _SHARED, dtype=bool), 1 / REFERENCE_PX_PER_MM)


def _shares(pairs: Sequence[tuple[Map, Map]], own: Mask | None) -> list[float]:
    """Share of the contrast in white light that print keeps in infrared, the median over its ink, of each capture that bears any; `own` leaves out the rest (h, w)."""
    found = []
    for white, dark in pairs:
        ink = white > _TEXT if own is None else (white > _TEXT) & own
        if int(ink.sum()) >= REFERENCE_PX_PER_MM**2:
            found.append(float(np.median(dark[ink] / white[ink])))
    return found
