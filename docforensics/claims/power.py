"""From which quality on a check may verify, and on how many changes of a claim its power was shown."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from math import isfinite

from docforensics.capture.model import Channel
from docforensics.checks.claims import ClaimId, Why
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

    That of a row is the check's least resolution, by judgement. Where changes of a claim were counted on a channel, `ShownPower` limits
    all checks of that claim as well.
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


LEAST_SHOWN = 0.9
"""Share of changes of a claim that must not end verified for its checks to verify it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPower:
    """On how many changes of a claim, on one channel, all its checks together were tried: calibration holders alone.

    A claim is verified where every check that can verify it measured and none is adverse, so what they find together counts, and
    limits each of them alike.
    """

    claim: ClaimId
    channel: Channel
    px_per_mm: float = 0.0
    """Of `CaptureQuality.resolved_px_per_mm`: the least from which on the share suffices, and was counted; else 0."""
    changes: int
    """Examinations of changed documents from that quality on; one document counts at each quality that it was tried at."""
    documents: int = 0
    found: int
    """Of these, not verified: contradicted, or not seen."""
    contradicted: int
    data_set: str = ""

    def __post_init__(self) -> None:
        if not 0 <= self.contradicted <= self.found <= self.changes or self.changes < 1:
            raise CalibrationError(
                f"{self.claim}: expected 0 <= contradicted <= found <= changes and at least one change, got {self.contradicted}, "
                f"{self.found}, {self.changes}"
            )
        if not (isfinite(self.px_per_mm) and self.px_per_mm >= 0):
            raise CalibrationError(f"{self.claim}: expected a finite px_per_mm from 0, got {self.px_per_mm}")

    @property
    def suffices(self) -> bool:
        """Whether the claim may be verified on this channel at all."""
        return self.found >= LEAST_SHOWN * self.changes

    @property
    def verifies_from(self) -> VerifiesFrom | None:
        """The quality from which on the claim may be verified; None where it may not."""
        return VerifiesFrom(px_per_mm=self.px_per_mm) if self.suffices else None


Powers = Mapping[tuple[ClaimId, Channel], ShownPower]
"""By claim and channel; what is not there was not counted, and its rows hold by judgement."""


def may_be_verified(claim: ClaimId, channels: Collection[Channel], powers: Powers) -> bool:
    """Whether nothing that was counted forbids a claim to be verified on these channels."""
    shown = (powers.get((claim, channel)) for channel in channels)
    return all(power is None or power.suffices for power in shown)


def shown_words(power: ShownPower) -> str:
    """Write what was shown, for the end of a phrase: `scanner: shown on 44 of 46 changes (30 contradicted), from 6 px/mm on`.

    How many were contradicted stands there, since a check that never verifies anything would be shown on all.
    """
    count = f"{power.found} of {power.changes} changes ({power.contradicted} contradicted)"
    if not power.suffices:
        return f"{power.channel}: not verified, found on {count} alone"
    return f"{power.channel}: shown on {count}{quality_words(power.verifies_from).replace(' from', ', from')}"


def basis_words(claim: ClaimId, channels: Collection[Channel], powers: Powers) -> str:
    """Write for each of some channels on how many changes of a claim the power was shown, or that it is by judgement."""
    shown = [powers[claim, channel] for channel in sorted(channels) if (claim, channel) in powers]
    rest = [channel.value for channel in sorted(channels) if (claim, channel) not in powers]
    return "; ".join([*map(shown_words, shown), *([f"{', '.join(rest)}: by judgement"] if rest else [])])


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
