"""From which quality on a check may verify."""

from dataclasses import dataclass
from math import isfinite

from docforensics.capture.model import Channel
from docforensics.checks.claims import Why
from docforensics.errors import CalibrationError


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureQuality:
    """How well one side can be seen, as far as the power of checks depends on it."""

    px_per_mm: float
    """Resolution of the capture on the page, pixels a millimetre."""
    resolved_px_per_mm: float
    """The same, less what blur takes of it (`Quality.resolved_px_per_mm`)."""
    contrast: float
    """Spread of luminance, 0..1."""
    holders: int
    """Documents that the side's template was learned from; 0 without a template."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifiesFrom:
    """The least quality at which a check may verify its claims.

    It is meant to be that at which nine of ten changes are found (`python -m benchmarks.evasion.power`). The shipped rows state the
    check's least resolution, by judgement, until that has been measured.
    """

    px_per_mm: float = 0.0
    """Of `CaptureQuality.resolved_px_per_mm`."""
    contrast: float = 0.0
    holders: int = 0
    channels: frozenset[Channel] = frozenset(Channel)
    """Channels on which the check may verify; on others it can only contradict."""

    def __post_init__(self) -> None:
        values = {name: getattr(self, name) for name in ("px_per_mm", "contrast", "holders")}
        if wrong := [name for name, value in values.items() if not (isfinite(value) and value >= 0)]:
            raise CalibrationError(f"verifies_from: expected finite numbers from 0 for {', '.join(wrong)}")

    def unmet(self, quality: CaptureQuality) -> Why | None:
        """Give what a side lacks; None where the check may verify on it."""
        if quality.resolved_px_per_mm < self.px_per_mm:
            return Why.TOO_COARSE if quality.px_per_mm < self.px_per_mm else Why.BLURRED
        if quality.contrast < self.contrast:
            return Why.TOO_NOISY
        return Why.FEW_HOLDERS if quality.holders < self.holders else None


def quality_words(power: VerifiesFrom | None) -> str:
    """Write from which quality on a check verifies, for the end of a phrase: ` from 6 px/mm on`; empty for any quality."""
    if power is None:
        return ""
    least = [
        *([f"{power.px_per_mm:g} px/mm"] if power.px_per_mm else []),
        *([f"contrast {power.contrast:g}"] if power.contrast else []),
        *([f"{power.holders} documents learned from"] if power.holders else []),
    ]
    channels = "" if power.channels == frozenset(Channel) else f" by {', '.join(sorted(power.channels))}"
    return (f" from {' and '.join(least)} on" if least else "") + channels
