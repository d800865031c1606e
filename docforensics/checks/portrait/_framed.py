"""What the checks of the portrait share: the sides that show one, in one light, and the picture against the page around it."""

from dataclasses import dataclass, replace

import cv2
import numpy as np

from docforensics.capture.light import Light
from docforensics.checks.claims import Why
from docforensics.checks.outcome import Abstained, undetermined
from docforensics.checks.support.places import Place
from docforensics.checks.support.registered import NO_PORTRAIT, RegisteredSide, registered_sides
from docforensics.checks.support.unseen import hidden
from docforensics.document import Document
from docforensics.page.geometry import BoxMm
from docforensics.page.quantiles import quantiles
from docforensics.templates.masks import RING_MM, clipped, compared_portraits
from docforensics.templates.model import REFERENCE_PX_PER_MM, Feature, FeatureKind, Template
from docforensics.templates.planes import Map, Mask, as_planes

FEW = undetermined(
    "the template was learned from one or two holders; what the print round every portrait has in common is not known",
    "a template learned from documents of several holders",
    why=Why.FEW_HOLDERS,
)
"""A template of fewer than `FEW_HOLDERS` leaves the portrait out, and with it the print over it."""
_SPREADS, _FEW_HOLDERS_SPREADS = 2.8, 7.0
"""Spreads of many holders within which a place counts as theirs, and what a template of fewer allows more, over their number. Together within 4 % of
Student's quantile of 99.75 % for a further document, sqrt(1 + 1/n) t(n + 3): four sides of a picture then exceed it on 1 % of the genuine ones, and an offset
in two dimensions on 1 % up to twenty holders. The three further degrees of freedom are the least spread that is learned. Two spreads, as before, are exceeded
by 35 % at eight holders where the spread of genuine documents is above that least, and in two dimensions by 13.5 % at any number."""
AROUND_MM = 6.0
"""How far round the portrait the page is asked how bright this capture is."""

MOST_HIDDEN = 0.02
"""Share of a picture, and of what lies round it, that may be hidden: a border is looked for on two sides. A judgement; not fitted."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Framed:
    """A side on its template with the portrait that the template names."""

    side: RegisteredSide
    portrait: Feature

    @property
    def place(self) -> Place:
        """The portrait with what lies round it."""
        return Place(
            side=self.side.index,
            name=self.portrait.name,
            hidden=unseen_portrait(self.side, self.box),
            cause=self.side.place.cause,
        )

    def full(self) -> "Framed":
        """The same against all that the template knows."""
        return replace(self, side=self.side.full())

    @property
    def box(self) -> BoxMm:
        """The portrait's place."""
        return self.portrait.box

    def window(self, margin_mm: float) -> tuple[slice, slice]:
        """Rows and columns of the place and a margin, on the template frame, inside the page."""
        return clipped(self.box.grown(margin_mm), self.side.reference.mean.shape)

    def inside(self) -> tuple[slice, slice]:
        """Rows and columns of the place itself within `window(AROUND_MM)`."""
        window, own = self.window(AROUND_MM), self.window(0.0)
        rows, columns = (
            slice(inner.start - outer.start, inner.stop - outer.start)
            for inner, outer in zip(own, window, strict=True)
        )
        return rows, columns

    def constant(self) -> Mask:
        """Where the print around is the same on every document, within `window(AROUND_MM)`; the place itself left out."""
        where = np.array(self.side.reference.constant[self.window(AROUND_MM)])
        where[self.inside()] = False
        return np.asarray(where, dtype=bool)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PortraitPair:
    """A portrait and a secondary portrait on one side, in white light."""

    side: RegisteredSide
    portrait: Feature
    second: Feature

    @property
    def place(self) -> Place:
        """The secondary portrait; hidden where either of the two is."""
        unseen = unseen_portrait(self.side, self.portrait.box, self.second.box)
        return Place(side=self.side.index, name=self.second.name, hidden=unseen, cause=self.side.place.cause)

    def full(self) -> "PortraitPair":
        """The same against all that the template knows."""
        return replace(self, side=self.side.full())


def tolerated_spreads(template: Template) -> float:
    """Spreads of the places of genuine pictures within which a further document's lie, by the holders that showed them."""
    return _SPREADS + _FEW_HOLDERS_SPREADS / max(template.n_holders, 1)


def pairs_of(side: RegisteredSide) -> tuple[PortraitPair, ...]:
    """Give the portrait of a side with each secondary portrait that its template names."""
    portrait = side.portrait()
    return tuple(
        PortraitPair(side=side, portrait=portrait, second=second)
        for second in compared_portraits(side.template.features)
        if portrait is not None and second.kind is FeatureKind.SECONDARY_PORTRAIT
    )


def framed_portraits(document: Document, light: Light = Light.VISIBLE) -> tuple[Framed, ...] | Abstained:
    """All portraits on sides that were compared with a reference in this light; or why there is none, or none could be seen."""
    sides = registered_sides(document, light)
    if isinstance(sides, Abstained):
        return sides
    found = tuple(Framed(side=side, portrait=portrait) for side in sides if (portrait := side.portrait()))
    unseen = [framed.place.hidden for framed in found]
    return found if None in unseen else next((why for why in unseen if why is not None), NO_PORTRAIT)


def unseen_portrait(side: RegisteredSide, *boxes: BoxMm) -> Abstained | None:
    """State why a picture, or what lies round it, could not be seen in the side's light or in white light; None when it was."""
    page, lights = side.side.page, {Light.VISIBLE, side.light}
    looked = (
        hidden(page, [box.grown(RING_MM) for box in boxes], light, most=MOST_HIDDEN)
        for light in sorted(lights)
        if light in page.pixels
    )
    return next((why for why in looked if why is not None), None)


def at_reference_brightness(framed: Framed) -> tuple[Map, Map] | None:
    """Page and reference within `window(AROUND_MM)`, (h, w, colours), the page at the reference's brightness around.

    None where too little print around the portrait is known.
    """
    window, around = framed.window(AROUND_MM), framed.constant()
    page, reference = as_planes(framed.side.page()[window], framed.side.reference.mean[window])
    if int(around.sum()) < REFERENCE_PX_PER_MM**2 * 20:
        return None
    expected, seen = (
        np.array([quantiles(plane[around], (0.5,))[0] for plane in cv2.split(planes)], np.float32)
        for planes in (reference, page)
    )
    gain = expected / np.maximum(seen, np.float32(1))
    return np.asarray(page * gain, dtype=np.float32), reference
