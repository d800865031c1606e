"""Types of weighing: a calibration row, evidence, a verdict."""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise
from math import inf, isfinite
from types import MappingProxyType

from docforensics.checks.claims import ClaimState, Why
from docforensics.checks.modes import RunMode
from docforensics.checks.outcome import AlertHit, Measured, Outcome, Region
from docforensics.claims.model import ClaimResult, LayerResult, layers_of
from docforensics.claims.power import VerifiesFrom
from docforensics.errors import CalibrationError
from docforensics.scoring.counted import NOTHING_COUNTED, CountedOn, ModelCount, RealCount
from docforensics.scoring.verbal import NO_SUPPORT_BELOW

EXPERT_BOUND = 1.0
"""|log10 LR| beyond which a row set by judgement may not go: ten times, the end of ENFSI's "weak support"."""

MOST_LOG10_LR = 12.0
"""|log10 LR| that bounds may have: no set of documents supports a ratio of a million millions, and much larger ones have no odds."""

PARAMETERS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "logistic": frozenset({"centre", "slope"}),
        **dict.fromkeys(("identity", "isotonic", "none"), frozenset[str]()),
    }
)
"""Parameters of every method of a calibration row."""

NOT_CALIBRATED = "none: not calibrated, evaluatory"
"""Data set of a row that stands in for one that nobody has made."""


class Basis(StrEnum):
    """What a calibration row rests on."""

    FITTED = "fitted"
    EXPERT = "expert"
    """Set by judgement; marked as such in every report, and small."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CalibrationRow:
    """How one check's value becomes a log10 likelihood ratio, and what that rests on."""

    check: str
    method: str
    """`logistic`: slope x (value - centre); `identity`: the value is a log10 LR already; `isotonic`: straight lines between
    `points`; `none`: weighs nothing."""
    parameters: Mapping[str, float]
    log10_lr_min: float
    """Lower bound, <= 0. An outcome in favour weighs little: a forger recomputes digits and leaves most of the page."""
    log10_lr_max: float
    """Upper bound, >= 0."""
    n_genuine: int
    n_forged: int
    data_set: str
    basis: Basis
    condition: str = ""
    """Channel and lights that it was fitted under, for example `scanner/ir+uv+visible`; empty for a row that holds under
    all of them."""
    points: tuple[tuple[float, float], ...] = ()
    """Of `isotonic`: value and log10 LR, both rising."""
    genuine: tuple[float, float] | None = None
    """Median and 90 % point of the genuine documents of the fit: what few documents of another source are laid on."""
    verifies_from: VerifiesFrom | None = None
    """From which quality on the check may verify; None where it can only contradict."""
    is_signed: bool = False
    """Whether the check compares with signed data: a signature, and not a count, excludes that they were read wrongly."""
    real: RealCount | None = None
    """Real genuine documents on which false alarms of the check were counted; None where there were none."""

    def __post_init__(self) -> None:
        if self.method not in PARAMETERS:
            raise CalibrationError(
                f"{self.check}: expected method {', '.join(PARAMETERS)}, got {self.method!r}"
            )
        if set(self.parameters) != PARAMETERS[self.method]:
            raise CalibrationError(
                f"{self.check}: expected parameters {sorted(PARAMETERS[self.method])} for {self.method}, "
                f"got {sorted(self.parameters)}"
            )
        if not all(map(isfinite, (*self.parameters.values(), self.log10_lr_min, self.log10_lr_max))):
            raise CalibrationError(f"{self.check}: expected finite parameters and bounds")
        if max(-self.log10_lr_min, self.log10_lr_max) > MOST_LOG10_LR:
            raise CalibrationError(f"{self.check}: expected bounds within log10 LR +-{MOST_LOG10_LR:g}")
        if self.basis is Basis.EXPERT and max(-self.log10_lr_min, self.log10_lr_max) > EXPERT_BOUND:
            raise CalibrationError(f"{self.check}: an expert row must stay within log10 LR +-{EXPERT_BOUND}")
        if self.basis is Basis.FITTED and min(self.n_genuine, self.n_forged) < 1:
            raise CalibrationError(
                f"{self.check}: a fitted row must state how many documents it was fitted on"
            )
        self._check_points()
        if not self.log10_lr_min <= 0 <= self.log10_lr_max:
            raise CalibrationError(
                f"{self.check}: expected log10_lr_min <= 0 <= log10_lr_max, "
                f"got {self.log10_lr_min}, {self.log10_lr_max}"
            )
        object.__setattr__(self, "parameters", MappingProxyType(dict(self.parameters)))

    def _check_points(self) -> None:
        if (self.method == "isotonic") != bool(self.points):
            raise CalibrationError(f"{self.check}: points belong to an isotonic row, and it needs them")
        points = tuple((float(value), float(ratio)) for value, ratio in self.points)
        pairs = list(pairwise(points))
        if any(b[0] <= a[0] or b[1] < a[1] for a, b in pairs) or not all(
            map(isfinite, (number for point in points for number in point))
        ):
            raise CalibrationError(f"{self.check}: expected finite points with rising values and ratios")
        object.__setattr__(self, "points", points)

    @property
    def counted_on(self) -> CountedOn:
        """On what its false alarms were counted."""
        if self.is_signed:
            return CountedOn.SIGNED
        if self.real is not None and self.real.is_of_several:
            return CountedOn.MODEL if self.real.model else CountedOn.REAL
        return CountedOn.SAMPLE if self.n_genuine else CountedOn.NONE

    def counted_with(self, count: ModelCount | None, value: float | None = None) -> "CalibrationRow":
        """Add what was counted on genuine documents of the model that is examined.

        Parameters
        ----------
        value
            What the check measured on the document in question; None where it measured nothing.
        """
        if count is None or not count.documents:
            return self
        own = inf if value is None else self.raw_log10_lr(value)
        differences = (own - self.raw_log10_lr(one) for one in count.values)
        exceeded = tuple(one if isfinite(one) and one > 0 else 0.0 for one in differences)
        return replace(self, real=replace(self.real or NOTHING_COUNTED, model=count, exceeded_by=exceeded))

    def is_counted(self, single: float) -> bool:
        """Whether genuine documents support more than leaves one finding just below a policy's score of REFER (`single`), or a signature excludes a misreading."""
        return self.is_signed or (self.real is not None and self.real.supports(single) > single)

    def most(self, single: float, *, hold: bool) -> float:
        """Give the largest log10 LR that real documents support.

        Parameters
        ----------
        single
            What leaves one finding just below a policy's score of REFER (`Policy.single_row_bound`).
        hold
            Whether a check without a count on documents of several sources weighs no more than that; else it keeps its row's bound.
        """
        counted = self.real is not None and (self.real.is_of_several or self.real.false_alarms > 0)
        if self.is_signed or not (counted or hold):
            return self.log10_lr_max
        return min(self.log10_lr_max, single if self.real is None else self.real.supports(single))

    @property
    def can_be_adverse(self) -> bool:
        """Whether any value reaches the likelihood ratio from which a finding is adverse; else none is in favour either."""
        return self.log10_lr_max >= NO_SUPPORT_BELOW and self.method != "none"

    @property
    def is_calibrated(self) -> bool:
        """Whether a calibration file states the row; else it stands in for one that nobody has made."""
        return self.data_set != NOT_CALIBRATED

    def log10_lr(self, value: float) -> float:
        """Weigh a measured value: bounded, positive supports "not genuine"."""
        return min(max(self.raw_log10_lr(value), self.log10_lr_min), self.log10_lr_max)

    def raw_log10_lr(self, value: float) -> float:
        """Weigh a measured value before the row's bounds."""
        if self.method == "none":
            return 0.0
        if self.method == "logistic":
            return self.parameters["slope"] * (value - self.parameters["centre"])
        return _between(self.points, value) if self.method == "isotonic" else value

    def is_adverse(self, value: float) -> bool:
        """Whether a measured value weighs more than a likelihood ratio of 2."""
        return self.log10_lr(value) > NO_SUPPORT_BELOW

    def shifted(self, by: float) -> "CalibrationRow":
        """Give the same row for a source whose genuine documents measure higher by this much, in the check's unit.

        A row whose values are log10 LR already, or that weighs nothing, has no scale to shift, and stays.
        """
        if self.method == "logistic":
            moved = {**self.parameters, "centre": self.parameters["centre"] + by}
            return replace(self, parameters=moved)
        return replace(self, points=tuple((value + by, ratio) for value, ratio in self.points))


def _between(points: tuple[tuple[float, float], ...], value: float) -> float:
    """Read a rising line through points; flat before the first and after the last."""
    place = bisect_right(points, value, key=lambda point: point[0])
    if place == 0 or place == len(points):
        return points[max(place - 1, 0)][1]
    (left, low), (right, high) = points[place - 1], points[place]
    return low + (high - low) * (value - left) / (right - left)


class Result(StrEnum):
    """Results of TR-03135, in its order of precedence when several are aggregated."""

    FAILED = "failed"
    ABORTED = "aborted"
    UNDETERMINED = "undetermined"
    SUCCESSFUL = "successful"
    NOT_SUPPORTED = "not supported"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One outcome, weighed."""

    check: str
    family: str
    outcome: Outcome
    """Without the facts of the document, which may be the holder's."""
    log10_lr: float
    """Positive supports "not genuine"; bounded by the calibration row; exactly 0 unless measured."""
    result: Result
    margin: float | None = None
    """TR-03135: -1..1, >= 0 is successful; None unless measured and weighed."""
    basis: Basis | None = None
    """None unless measured."""
    counted_on: CountedOn | None = None
    """On what false alarms of the check were counted; None unless measured."""
    whole_log10_lr: float | None = None
    """What it was before the share of its check was taken (`scoring.check_share`); None where all of it counts."""
    is_held: bool = False
    """Whether its weight was held below what refers a document, for want of real documents on which the check stayed silent."""
    is_uncounted: bool = False
    """Whether false alarms of the check were counted on too few genuine documents to refer one, or on none."""
    run_mode: RunMode = RunMode.OPTIONAL
    """How the check was run, under the policy that judges."""

    @property
    def whole(self) -> float:
        """Give the log10 LR before a share was taken."""
        return self.log10_lr if self.whole_log10_lr is None else self.whole_log10_lr

    @property
    def regions(self) -> tuple[Region, ...]:
        """The places that a measured outcome names."""
        return self.outcome.regions if isinstance(self.outcome, Measured) else ()

    @property
    def is_adverse(self) -> bool:
        """Whether it is a finding against the document (TR-03135: failed)."""
        return self.result is Result.FAILED

    @property
    def is_unweighed(self) -> bool:
        """Whether it was measured and nobody knows what the value stands for: no value of it can be adverse, so that none is favourable."""
        return isinstance(self.outcome, Measured) and self.result is Result.UNDETERMINED


class OutcomeClass(StrEnum):
    """What the policy makes of the score."""

    CLEAR = "CLEAR"
    REFER = "REFER"
    ALERT = "ALERT"
    INCONCLUSIVE = "INCONCLUSIVE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The weighed evidence of one document. It is about the document, never about the person."""

    outcome: OutcomeClass
    claims: tuple[ClaimResult, ...] = ()
    """Every claim that applies, and what was seen of it."""
    score: float | None
    """Posterior probability under the policy's prior that the document is not genuine, 0..1; None where no evidence was found
    either way."""
    prior: float
    refer_from: float | None = None
    """Score from which the policy refers a document; None where the verdict was made by hand."""
    alert_from: float | None = None
    """Score from which it is an alert, where enough families are adverse."""
    log10_lr: float
    """Total, positive supports "not genuine"."""
    unbounded_log10_lr: float | None = None
    """The total without bounds: which of two documents has more against it; None where the verdict was made by hand."""
    refer_unbounded_from: float | None = None
    """That total from which the policy's target of false alarms lets the score refer; None where nothing is known of false alarms."""
    family_log10_lr: Mapping[str, float]
    verbal: str
    """Verbal equivalent of the total (ENFSI scale, standards.md 2.9)."""
    notes: tuple[str, ...] = ()
    """Facts that shaped the outcome without weighing: a test document, an expired one."""
    alerts: tuple[AlertHit, ...] = ()
    """Alerts in force that the document matches: a rule of the policy refers it, whatever the score."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "family_log10_lr", MappingProxyType(dict(self.family_log10_lr)))

    @property
    def layers(self) -> tuple[LayerResult, ...]:
        """The claims, layer by layer."""
        return layers_of(self.claims)

    @property
    def unverified(self) -> tuple[ClaimResult, ...]:
        """The claims that keep a document from being CLEAR: contradicted ones first, whether the policy demands them or not, then mandatory ones that were not seen."""
        open_claims = [one for one in self.claims if one.bars_clear]
        return tuple(sorted(open_claims, key=lambda one: one.state is not ClaimState.CONTRADICTED))

    @property
    def first_why(self) -> Why | None:
        """Of INCONCLUSIVE: the code of the first claim that does not hold (`unverified`), by which results are counted and filtered.

        `weak_evidence` where it was contradicted, and where every one holds but the evidence as a whole is adverse; None of
        other outcomes, and without claims.
        """
        if self.outcome is not OutcomeClass.INCONCLUSIVE or not self.claims:
            return None
        return (self.unverified[0].why if self.unverified else None) or Why.WEAK_EVIDENCE

    @property
    def is_weakly_adverse(self) -> bool:
        """Whether it is INCONCLUSIVE although every mandatory claim holds and none is contradicted, since the evidence is adverse, and too weak for a referral.

        False where a check that the policy demands gave no value, or no mandatory claim applies, and the evidence is not adverse.
        """
        is_open = self.outcome is OutcomeClass.INCONCLUSIVE and bool(self.claims) and not self.unverified
        return is_open and self.log10_lr > 0

    @property
    def coverage(self) -> float:
        """Share of the mandatory claims that were verified, 0..1; 0 where none applies."""
        mandatory = [one.is_verified for one in self.claims if one.is_mandatory]
        return sum(mandatory) / len(mandatory) if mandatory else 0.0
