"""The light a page is seen in."""

from dataclasses import dataclass
from enum import StrEnum


class Light(StrEnum):
    """Illumination of one image: white 400-700 nm, UV 365 nm (visible emission is seen), IR 850-950 nm."""

    WHITE = "white"
    UV = "uv"
    IR = "ir"


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """How the page is looked at: the light, and the tilt on which optically variable features depend."""

    light: Light = Light.WHITE
    tilt: float = 0.0
    """Phase of diffractive colours, in turns; 0 is straight from above."""
    gleam: float = 0.25
    """How much of the diffractive light reaches the sensor, 0 (diffuse scanner) to 1 (flash)."""
