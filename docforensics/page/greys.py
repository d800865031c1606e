"""A page in grey: many look at it so, and turning a large picture grey takes as long as what some of them look for."""

from collections.abc import Mapping
from functools import partial

from docforensics.capture.light import Light
from docforensics.capture.model import Pixels
from docforensics.kept import Kept
from docforensics.page.band.find import grey_of


class Greys:
    """One page in grey, each light turned when somebody asks for it, once."""

    def __init__(self, pixels: Mapping[Light, Pixels]) -> None:
        self._pixels, self._kept = dict(pixels), Kept()

    def of(self, light: Light) -> Pixels:
        """The page in a light in which it was captured, (H, W)."""
        return self._kept.once(light, partial(grey_of, self._pixels[light]))

    def shows(self, pixels: Mapping[Light, Pixels]) -> bool:
        """Whether these are the very pictures that it turns grey."""
        return all(self._pixels.get(light) is picture for light, picture in pixels.items())
