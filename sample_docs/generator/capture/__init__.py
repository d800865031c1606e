"""Capture channels, one file a channel; genuine and forged pages go through the same ones.

A channel draws its shots from a seed and the size of the page alone. ``take`` carries a sheet through a shot:
render, expose, first compression, digital edit if there is one, resampling, file.
"""

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from sample_docs.generator.lights import Light
from sample_docs.generator.render import Raster, render
from sample_docs.generator.sheet import Design, Sheet
from sample_docs.generator.wear import worn

from . import border_reader, flatbed, messenger, photo
from .codec import decode, encode
from .sensor import expose, shrunk
from .shot import Shot


class Channel(Protocol):
    """A module of this package."""

    NAME: str
    LIGHTS: tuple[Light, ...]

    def shots(
        self, design: Design, seed: int, *, ppi: int | None = None, device: int | None = None
    ) -> tuple[Shot, ...]:
        """The exposures of one side, drawn from ``seed``; ``device`` is the number of one drawn in ``machines``."""


CHANNELS: dict[str, Channel] = {m.NAME: m for m in (border_reader, flatbed, photo, messenger)}

Image = NDArray[np.uint8]
PageEdit = Callable[[Raster, Shot], Raster]
"""What a physical process does to the rendered page (print and scan, a cut, a screen)."""
DigitalEdit = Callable[["Take"], Image]
"""What a digital forger does to the decoded file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Take:
    """A file as a digital forger finds it."""

    pixels: Image
    sheet: Sheet
    shot: Shot

    def again(self, sheet: Sheet) -> Image:
        """Another exposure of another sheet from the same place: the best a forger can graft in.

        Its noise is not that of the rest, and it is a trace softer.
        """
        optics = dataclasses.replace(self.shot.optics, blur=self.shot.optics.blur + 0.05)
        again = dataclasses.replace(self.shot, optics=optics, seed=self.shot.seed ^ 1)
        return _first_file(dataclasses.replace(sheet, wear=self.sheet.wear), again, None)


def take(
    sheet: Sheet, shot: Shot, page_edit: PageEdit | None = None, digital_edit: DigitalEdit | None = None
) -> tuple[bytes, Image]:
    """The file's bytes, and the pixels that went into its last compression."""
    shot = dataclasses.replace(shot, cut=sheet.cut, corner=sheet.design.corner)
    pixels = _first_file(sheet, shot, page_edit)
    if digital_edit is not None:
        pixels = digital_edit(Take(pixels=pixels, sheet=sheet, shot=shot))
    if shot.shrink != 1.0:
        pixels = shrunk(pixels, shot.shrink)
    if shot.resent is not None:
        pixels = decode(encode(pixels, shot.resent))
    return encode(pixels, shot.codec), pixels


def _first_file(sheet: Sheet, shot: Shot, page_edit: PageEdit | None) -> Image:
    raster = render(sheet, shot.view, shot.px_per_mm)
    if page_edit is not None:
        raster = page_edit(raster, shot)
    if sheet.wear is not None:
        raster = worn(raster, sheet.wear, shot.view, shot.px_per_mm)
    image = expose(raster, shot)
    return image if shot.first_codec is None else decode(encode(image, shot.first_codec))
