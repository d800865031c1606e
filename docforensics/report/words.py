"""Numbers of a report in words, the same in text and HTML."""

import math

from docforensics.capture.light import Light
from docforensics.guidance.plan import Round
from docforensics.guidance.words import Text
from docforensics.report.model import Finding
from docforensics.scoring.counted import CountedOn
from docforensics.scoring.model import Basis, Verdict

COUNTED_WORDS = {
    CountedOn.REAL: "false alarms counted on real documents",
    CountedOn.MODEL: "false alarms counted on genuine documents of this model",
    CountedOn.SAMPLE: "false alarms counted on sample documents alone",
    CountedOn.NONE: "false alarms not counted",
    CountedOn.SIGNED: "compared with signed data",
}
BASIS_WORDS = {Basis.FITTED: "fitted on data", Basis.EXPERT: "expert judgement"}


FAMILIES = {
    "mrz": "machine readable zone",
    "data": "data",
    "security": "security features",
    "portrait": "portrait",
    "digital": "digital traces",
    "seal": "digital seal",
    "evaluatory": "checks of weight 0",
}


def weight_words(finding: Finding) -> str:
    """State what the weight of a finding rests on, and on what its false alarms were counted."""
    return f"{BASIS_WORDS[finding.basis]}, {COUNTED_WORDS[finding.counted_on]}"


UNWEIGHED = "Measured, not weighed"
"""Heading of the findings whose value is a sign of nothing."""


def scale_words(verdict: Verdict) -> str:
    """Write what a score is to be read by: its ends, the prior, and the policy's limits."""
    limits = [("REFER", verdict.refer_from), ("ALERT", verdict.alert_from)]
    told = [f"{name} from {score(limit)}" for name, limit in limits if limit is not None]
    return f"0 genuine, 1 not genuine; {', '.join([f'prior {score(verdict.prior)}', *told])}"


def measured_words(value: float, unit: str) -> str:
    """Write a value with its unit, which may be a phrase that begins with a number: `0.552 (1 - correlation)`."""
    return f"{value:.3g} ({unit})" if unit else f"{value:.3g}"


def two_digits(number: float) -> str:
    """Write a positive number with two significant digits and no exponent: `0.05`, `1.3`, `10`, `2,500`."""
    if number <= 0 or not math.isfinite(number):
        return str(number)
    exponent = math.floor(math.log10(number))
    rounded = round(number, 1 - exponent)
    exponent = math.floor(math.log10(rounded))
    decimals = max(0, 1 - exponent)
    text = f"{rounded:,.{decimals}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def ratio(log10_lr: float) -> str:
    """Write a likelihood ratio with two significant digits: `LR 9.8`."""
    return f"LR {two_digits(10**log10_lr)}"


def likelihood(log10_lr: float) -> Text:
    """Write a likelihood ratio as a part of a sentence about what was seen."""
    if abs(log10_lr) < 0.005:
        return Text(english="as probable if the document is genuine as if it is not")
    more = (
        "{times} times more probable if the document is not genuine"
        if log10_lr > 0
        else "{times} times more probable if the document is genuine"
    )
    return Text(english=more, values={"times": two_digits(10 ** abs(log10_lr))})


def percent(share: float) -> str:
    """Write a share of 0..1 as whole per cent."""
    return f"{share * 100:.0f} %"


def score(value: float) -> str:
    """Write a probability so that it is never rounded to certainty."""
    if 0 < value < 0.01:
        return "below 0.01"
    if 0.99 < value < 1:
        return "above 0.99"
    return f"{value:.2f}"


def field_name(name: str) -> str:
    """Turn a field's slug into words: `document_number` -> `document number`."""
    return name.replace("_", " ")


def family_name(family: str) -> str:
    """Name a family of checks as prose does; one of another package keeps its own name."""
    return FAMILIES.get(family, field_name(family))


def light_name(light: Light) -> str:
    """Name a light as prose does: `visible`, `UV`."""
    return light.facts.name


def adds(turn: Round) -> str:
    """List what a piece of equipment would add: features by hand, then checks of this program."""
    return "; ".join(dict.fromkeys([*(task.feature for task in turn.tasks), *turn.checks]))


def light_words(light: Light) -> str:
    """Name a light in full, for a caption: `visible light`, `UV light`, `infrared light`."""
    return light.facts.words


def heading(text: str) -> str:
    """Begin with a capital and leave the rest as it is: `UV fluorescent print`, `Portrait of the holder`."""
    return text[:1].upper() + text[1:]
