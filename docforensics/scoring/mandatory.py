"""Which claims a policy demands for CLEAR, by channel, lights and equipment, as TR-03135 does with mandatory checks."""

from collections.abc import Collection
from dataclasses import dataclass

from docforensics.capture.light import Light
from docforensics.capture.model import Channel
from docforensics.checks.claims import FIELD_CLAIMS, ClaimId
from docforensics.errors import UsageError


@dataclass(frozen=True, slots=True, kw_only=True)
class MandatoryClaims:
    """Claims that are mandatory under some circumstances: where all that is named here holds."""

    claims: tuple[ClaimId, ...]
    """Sorted, each once, as are the others."""
    channels: tuple[Channel, ...] = ()
    """Of which one of the sides came by; empty for every channel."""
    lights: tuple[Light, ...] = ()
    """Of which all were given; empty for any."""
    equipment: tuple[str, ...] = ()
    """Of which the post has one, by the slugs of its equipment profile, for example `uv-lamp`; empty for any post."""

    def __post_init__(self) -> None:
        for name in ("claims", "channels", "lights", "equipment"):
            object.__setattr__(self, name, tuple(sorted(set(getattr(self, name)))))
        if not self.claims:
            raise UsageError(f"mandatory: expected claims, of {', '.join(ClaimId)}")

    def holds(
        self, channels: Collection[Channel], lights: Collection[Light], equipment: Collection[str]
    ) -> bool:
        """Whether these claims are mandatory for sides that came by these channels, in these lights, at a post with this equipment."""
        return (
            (not self.channels or not set(self.channels).isdisjoint(channels))
            and set(self.lights).issubset(lights)
            and (not self.equipment or not set(self.equipment).isdisjoint(equipment))
        )


DATA = (*FIELD_CLAIMS, ClaimId.MRZ_DATA, ClaimId.PERFORATED_NUMBER, ClaimId.ONE_DOCUMENT)
"""What the data of a document claim."""
PRINT = (
    *(ClaimId.MRZ_PRINT, ClaimId.PAGE_MODEL, ClaimId.PRINT_AT_DATA, ClaimId.PRINT_ELSEWHERE),
    *(ClaimId.PRINT_PROCESS, ClaimId.PORTRAIT),
)
"""What the print in white light claims."""
UNDER_UV = (ClaimId.UV_SUBSTRATE, ClaimId.UV_PRINT, ClaimId.UV_PORTRAIT, ClaimId.DEVICES)
"""What is seen under UV; the images of a device, tilted, are left to the officer."""
IN_IR = (ClaimId.IR_PRINT, ClaimId.IR_DATA)
"""What is seen in infrared."""
DEFAULT = (
    MandatoryClaims(claims=(*DATA, *PRINT)),
    MandatoryClaims(claims=UNDER_UV, lights=(Light.UV,)),
    MandatoryClaims(claims=IN_IR, lights=(Light.IR,)),
    MandatoryClaims(claims=(*UNDER_UV, *IN_IR), equipment=("document-reader",)),
)
"""Of a policy that names none: all that can be seen in the lights that were given; at a post with a document reader also what
its other lights would show, so that an image that is left out is missed."""
