"""The closed list of manipulations, and which document each can be done to.

`HARMLESS` ones leave everything to be seen that was seen before; `HARMS` could hide something; `FORGES` changes data or
mixes documents, so that of a genuine page it makes a forgery and is left out there.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import product
from types import MappingProxyType

from benchmarks.evasion import local, mixes, whole
from benchmarks.evasion.documents import Facts
from benchmarks.evasion.pictures import Help, Submission
from docforensics.capture.light import Light

HARMLESS_DPI = 200.0
"""Resolution of the page down to which making a picture smaller hides nothing."""
WHOLE_PAGE = 1 / 3
"""Share of a side from which on what was altered is no place that could be covered."""
MRZ_ALONE = 0.8
"""Share of the altered area in the MRZ from which on pasting the genuine MRZ of the same holder undoes the forgery."""
ROOM_MM = 2.0
"""Widest margin beside the page from which on there is one to crop."""


class Effect(StrEnum):
    """What a manipulation may do to a verdict."""

    HARMLESS = "harmless"
    HARMS = "harms"
    FORGES = "forges"


def _always(_facts: Facts) -> bool:
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Manipulation:
    """One way to change what is handed in."""

    name: str
    group: str
    """Of kinds that are alike."""
    change: Callable[[Submission, Help], Submission]
    effect: Effect = Effect.HARMS
    fits: Callable[[Facts], bool] = _always
    share: float | None = None
    """By which it makes pictures smaller."""

    def effect_on(self, facts: Facts) -> Effect:
        """Give its effect on this document: making a picture smaller is harmless down to a resolution."""
        if self.share is not None and facts.dpi * self.share >= 0.99 * HARMLESS_DPI:
            return Effect.HARMLESS
        return self.effect

    def suits(self, facts: Facts) -> bool:
        """Whether it can be done to this document and is asked there."""
        return self.fits(facts) and (facts.is_forged or self.effect is not Effect.FORGES)


def _has(kind: str) -> Callable[[Facts], bool]:
    return lambda facts: any(name.partition(":")[0] == kind for name in facts.places)


def _has_lights(*lights: Light) -> Callable[[Facts], bool]:
    return lambda facts: facts.lights >= set(lights)


def _is_local(facts: Facts) -> bool:
    return 0.0 < facts.altered <= WHOLE_PAGE


def _is_finer(dpi: float) -> Callable[[Facts], bool]:
    return lambda facts: facts.dpi > 1.05 * dpi


_PLACES = ("field", "mrz", "mrz-field", "portrait")


def _locals() -> list[Manipulation]:
    found = [
        Manipulation(
            name=f"{name}:altered", group=f"{name}-patch", change=local.over_altered(cover), fits=_is_local
        )
        for name, cover in local.COVERS.items()
    ]
    found += [
        Manipulation(
            name=f"{name}:{place}",
            group=f"{name}-patch",
            change=local.over_place(cover, place),
            fits=_has(place),
        )
        for (name, cover), place in product(local.COVERS.items(), _PLACES)
    ]
    return [*found, Manipulation(name="glare:page", group="veil", change=local.veil)]


def _wholes() -> list[Manipulation]:
    scales = [
        Manipulation(name=f"scale:{share:g}", group="scale", change=whole.scaled(share), share=share)
        for share in (0.75, 0.6, 0.5)
    ]
    to_dpi = [
        Manipulation(
            name=f"scale:{dpi}dpi",
            group="scale",
            change=whole.scaled_to(dpi),
            effect=Effect.HARMLESS if dpi >= HARMLESS_DPI else Effect.HARMS,
            fits=_is_finer(dpi),
        )
        for dpi in (200, 150)
    ]
    blurs = [
        Manipulation(
            name=f"blur:{sigma:g}px",
            group="blur",
            change=whole.blurred(sigma),
            effect=Effect.HARMLESS if sigma <= 0.5 else Effect.HARMS,
        )
        for sigma in (0.5, 0.8, 1.2, 2.0)
    ]
    files = [
        Manipulation(
            name=f"jpeg:{quality}",
            group="file",
            change=whole.saved(quality),
            effect=Effect.HARMLESS if quality >= 75 else Effect.HARMS,
        )
        for quality in (10, 20, 30, 75, 85, 95)
    ]
    png = Manipulation(name="png", group="file", change=whole.saved(None), effect=Effect.HARMLESS)
    return [*scales, *to_dpi, *blurs, *files, png, *_colours(), *_frames()]


def _colours() -> list[Manipulation]:
    return [
        Manipulation(name="grey", group="colour", change=whole.greyed),
        Manipulation(name="binarised", group="colour", change=whole.binarised),
    ]


def _frames() -> list[Manipulation]:
    turns = [
        Manipulation(
            name=f"turn:{90 * quarters}",
            group="turn",
            change=whole.turned(quarters),
            effect=Effect.HARMLESS,
        )
        for quarters in (1, 2, 3)
    ]
    crops = [
        Manipulation(
            name=f"crop:{side}:{millimetres}mm", group="crop", change=whole.cropped_into(side, millimetres)
        )
        for side, millimetres in product(("left", "right", "top", "bottom"), (3, 8))
    ]
    outside = Manipulation(
        name="crop:outside",
        group="crop",
        change=whole.cropped_outside,
        effect=Effect.HARMLESS,
        fits=lambda facts: facts.margin_mm >= ROOM_MM,
    )
    larger = Manipulation(
        name="larger-page", group="larger-page", change=whole.larger_page, effect=Effect.HARMLESS
    )
    return [*turns, *crops, outside, larger, Manipulation(name="mirror", group="turn", change=whole.mirrored)]


def _mixed() -> list[Manipulation]:
    pages = [
        Manipulation(
            name=f"second-page:{container}:{'before' if before else 'after'}",
            group="second-page",
            change=mixes.second_page(container, before=before),
        )
        for container, before in product(("captures", "tiff", "pdf"), (False, True))
    ]
    frames = [
        Manipulation(
            name=f"second-frame:{'before' if before else 'after'}",
            group="second-frame",
            change=mixes.second_frame(before=before),
        )
        for before in (False, True)
    ]
    uv, ir = Light.UV, Light.IR
    lamps = [
        Manipulation(name="swapped:uv-ir", group="lights", change=mixes.swapped, fits=_has_lights(uv, ir))
    ]
    for name, lights in (("uv", (uv,)), ("ir", (ir,)), ("uv-ir", (uv, ir))):
        lamps += [
            Manipulation(name=f"repeated:{name}", group="lights", change=mixes.repeated(*lights)),
            Manipulation(name=f"blank:{name}", group="lights", change=mixes.blanked(*lights)),
            Manipulation(
                name=f"dropped:{name}",
                group="lights",
                change=mixes.dropped(*lights),
                fits=_has_lights(*lights),
            ),
            Manipulation(
                name=f"other-page:{name}",
                group="other-page",
                change=mixes.other_page(*lights),
                effect=Effect.FORGES,
                fits=_has_lights(*lights),
            ),
        ]
    return [*pages, *frames, *lamps]


def _prints() -> list[Manipulation]:
    return [
        Manipulation(name="specimen", group="overprint", change=mixes.specimen, effect=Effect.FORGES),
        Manipulation(
            name="mrz-pasted:same",
            group="overprint",
            change=mixes.mrz_pasted("same"),
            effect=Effect.FORGES,
            fits=lambda facts: "mrz" in facts.places and facts.altered_in_mrz < MRZ_ALONE,
        ),
        Manipulation(
            name="mrz-pasted:other",
            group="overprint",
            change=mixes.mrz_pasted("other"),
            effect=Effect.FORGES,
            fits=_has("mrz"),
        ),
    ]


MANIPULATIONS: Mapping[str, Manipulation] = MappingProxyType(
    {one.name: one for one in (*_locals(), *_wholes(), *_mixed(), *_prints())}
)
