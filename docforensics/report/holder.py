"""Where a page shows its holder: in every light, and in one light alone."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from docforensics.capture.light import Light
from docforensics.page.geometry import BoxMm


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Holder:
    """Where a page shows its holder."""

    private: NDArray[np.bool_] | None = None
    """(h, w) over the page: where it may show data of the holder; None when that is not known."""
    lights: Mapping[Light, NDArray[np.bool_]] = field(default_factory=lambda: MappingProxyType({}))
    """The same where it shows data in a light alone, such as a number that glows under UV."""
    faces: tuple[BoxMm, ...] = ()
    """Where portraits are."""

    def in_light(self, light: Light) -> NDArray[np.bool_] | None:
        """Give `private` with what shows in a light alone; None for a light, other than white, of which nothing is known."""
        if light is Light.VISIBLE or self.private is None:
            return self.private
        alone = self.lights.get(light)
        return None if alone is None else self.private | alone
