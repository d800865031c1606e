"""What came in: one side of a document, in one or more lights, exactly as captured."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Unpack, cast

from docforensics.capture.light import ByLight, Light
from docforensics.capture.limits import DEFAULT_LIMITS, Limits
from docforensics.capture.model import Channel, Image, SideKind
from docforensics.capture.size import SizeMm, stated_dpi, stated_size
from docforensics.choices import chosen
from docforensics.errors import UsageError

if TYPE_CHECKING:
    from docforensics.capture.images import LightSource

    _Given = Mapping[str, LightSource | None]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Capture:
    """One side of a document, in one or more lights.

    More than one image of a light are frames of the same light, for optically variable features.
    """

    images: Mapping[Light, tuple[Image, ...]]
    side: SideKind = SideKind.OTHER
    channel: Channel = Channel.UPLOAD
    dpi: float | None = None
    """Resolution stated by the caller or by the first image's file; None when unknown."""
    size_mm: SizeMm | None = None
    """Width and height of the page as the caller states them; None where the capture has to show them."""

    def __post_init__(self) -> None:
        if self.size_mm is not None:
            object.__setattr__(self, "size_mm", stated_size(self.size_mm))
        images = {chosen(Light, light, "light"): tuple(frames) for light, frames in self.images.items()}
        if not any(images.values()):
            raise UsageError("Capture.images: expected at least one image, got none")
        if any(not frames for frames in images.values()):
            raise UsageError("Capture.images: expected at least one frame for every light named")
        object.__setattr__(self, "images", MappingProxyType(images))

    @property
    def may_be_edited(self) -> bool:
        """Whether its file may have been edited before it reached us: a photo, a sent file, or a file that is stated to be a scan in white light.

        A reader that shows several lights hands over what it saw, and so does a program that has pixels of a scanner without a file.
        """
        if self.channel is not Channel.SCANNER:
            return True
        return set(self.images) == {Light.VISIBLE} and all(one.raw for one in self.images[Light.VISIBLE])

    @classmethod
    def load(
        cls,
        *,
        side: SideKind | str = SideKind.OTHER,
        channel: Channel | str = Channel.UPLOAD,
        dpi: float | None = None,
        size_mm: SizeMm | None = None,
        limits: Limits = DEFAULT_LIMITS,
        **lights: "Unpack[ByLight[LightSource]]",
    ) -> "Capture":
        """Load one side of a document in one or more lights.

        Parameters
        ----------
        visible, uv, ir, coaxial, transmitted
            A path, the bytes of a file, an array in RGB order or an `Image`; or a sequence of these, which are frames
            of the same light, for optically variable features. One keyword for each `Light`.
        side, channel
            A `SideKind` and a `Channel`, or their text. State the channel: it is never inferred from the file.
        dpi
            Resolution in dots per inch where it is known; else what the primary image's file states, if plausible.
        size_mm
            Width and height of the page in millimetres, where they are known.
        limits
            Bounds on each file.

        Raises
        ------
        UsageError
            No image at all, an unknown light, side or channel, a size that no page has, a source of another type, a file of several
            pages.
        InputError
            A file that is not there, is damaged, of no format decoded here, or beyond the limits.

        """
        given = {chosen(Light, name, "light"): source for name, source in cast("_Given", lights).items()}
        named = {light: source for light in Light if (source := given.get(light)) is not None}
        return cls.from_lights(named, side=side, channel=channel, dpi=dpi, size_mm=size_mm, limits=limits)

    @classmethod
    def from_lights(
        cls,
        lights: "Mapping[Light, LightSource]",
        *,
        side: SideKind | str = SideKind.OTHER,
        channel: Channel | str = Channel.UPLOAD,
        dpi: float | None = None,
        size_mm: SizeMm | None = None,
        limits: Limits = DEFAULT_LIMITS,
    ) -> "Capture":
        """Load one side from sources by light; parameters and errors as in `load`."""
        # Decoders load when they are first needed: `import docforensics` stays fast.
        from docforensics.capture.images import load_frames  # noqa: PLC0415

        side, channel = chosen(SideKind, side, "side"), chosen(Channel, channel, "channel")
        dpi = None if dpi is None else stated_dpi(dpi)
        for light, source in lights.items():
            if isinstance(source, Capture):
                raise UsageError(
                    f"{light}: expected an image, got a Capture: give its images, or examine it as it is"
                )
        named = {chosen(Light, light, "light"): source for light, source in lights.items()}
        images = {light: load_frames(source, light, limits) for light, source in named.items()}
        capture = cls(images=images, side=side, channel=channel, dpi=dpi, size_mm=size_mm)
        return capture if dpi is not None else replace(capture, dpi=capture.primary.dpi)

    @property
    def lights(self) -> tuple[Light, ...]:
        """The lights that were captured."""
        return tuple(self.images)

    @property
    def primary(self) -> Image:
        """The first visible frame; without one, the first frame of the first light."""
        return self.images.get(Light.VISIBLE, next(iter(self.images.values())))[0]
