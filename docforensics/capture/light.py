"""The table of lights: a light is declared here and nowhere else.

Its value is its name everywhere: the keyword of `Capture.load`, the option of the command line (`--uv`), the column of a
manifest, the key of JSON and of template parts, and of the sentences in `[shows]` (guidance/texts/en.toml). The order is
that in which lights are listed.
"""

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Generic, TypedDict, TypeVar

Given = TypeVar("Given")


class Light(StrEnum):
    """The light under which an image was captured (Doc 9303-2 App C: VI, UV, IR)."""

    VISIBLE = "visible"
    UV = "uv"
    IR = "ir"
    COAXIAL = "coaxial"
    TRANSMITTED = "transmitted"

    @property
    def facts(self) -> "LightDeclaration":
        """What is fixed about it."""
        return _FACTS[self]


class ByLight(TypedDict, Generic[Given], total=False):
    """One keyword a light, for signatures that take something for each; None is as if it were not there."""

    visible: Given | None
    uv: Given | None
    ir: Given | None
    coaxial: Given | None
    transmitted: Given | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LightDeclaration:
    """What is fixed about a light."""

    name: str
    """As prose names it before the word light."""
    words: str
    """In full, for a caption."""
    needs: str
    """What an image in it takes, for a check that lacks one."""
    tool: str | None = None
    """Slug in equipment.toml of what an eye needs to see in it; None where eyes are enough."""
    is_usual: bool = False
    """Whether a border reader makes it: a clear result without it says so in its first sentence."""
    aliases: tuple[str, ...] = ()
    """Other words for it in manifests of data sets."""


_FACTS = MappingProxyType(
    {
        Light.VISIBLE: LightDeclaration(
            name="visible",
            words="visible light",
            needs="an image in white light",
            is_usual=True,
            aliases=("", "white"),
        ),
        Light.UV: LightDeclaration(
            name="UV", words="UV light", needs="a UV lamp, 365 nm", tool="uv-lamp", is_usual=True
        ),
        Light.IR: LightDeclaration(
            name="IR",
            words="infrared light",
            needs="an infrared camera, about 900 nm",
            tool="ir-viewer",
            is_usual=True,
        ),
        Light.COAXIAL: LightDeclaration(
            name="coaxial",
            words="coaxial light",
            needs="a retro-reflective (coaxial) viewer",
            tool="retro-viewer",
        ),
        Light.TRANSMITTED: LightDeclaration(
            name="transmitted",
            words="transmitted light",
            needs="transmitted light",
            tool="transmitted-light",
        ),
    }
)

OTHER_LIGHTS = tuple(light for light in Light if light is not Light.VISIBLE)
"""Lights in which one other ink or one other paper shows in many ways."""
