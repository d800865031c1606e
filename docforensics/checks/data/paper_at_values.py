"""Whether the paper at each printed value is as bright against the paper around it as on genuine documents of the model.

Who scrapes a date off, bleaches it or covers it to print another one takes the background print with it, on a place a little larger than the value: the
paper there is brighter than around. A template keeps, for every place of the holder's data, by how much the paper there is brighter on its own captures;
a page is as far from their mean as it shows more, less what all of its values show, in standard deviations of those captures. Cameras that sharpen draw
bright rims round all values alike; a panel, a wave of colour and print that lies close to a value are the model's.

Cannot see: less than about half of a value (one digit, or the year of a date), or up to two thirds where the paper around a part of it is under a reflection or hidden, since the middle of all compared paper counts; values that were altered so that the print below them is left or drawn
anew; a place that is as bright as the paper around it, or darker; half of the compared values or more, where they were treated alike; print that is bright, pale, lower than .8 mm or higher than 4.5 mm, of several lines or set next to its place; signatures, portraits and the machine readable zone; values
that the template names no place for, that are hidden, or within 1.8 mm of the page's edges. It abstains where fewer than three values, or half of those that the template expects, are compared, and on templates that keep nothing of their captures, or of fewer than three.

Feature: personal data. Sources: PRADO glossary, erasure (mechanical, chemical); Doc 9303-2 Appendix A (alteration of personal data).
"""

from collections.abc import Mapping, Sequence
from statistics import fmean, median

from docforensics.capture.light import Light
from docforensics.checks.claims import ClaimId, Why
from docforensics.checks.outcome import Measured, Outcome, undetermined
from docforensics.checks.own_values import FEWEST
from docforensics.checks.spec import WHITE_LIGHT, CheckSpec, kept_name, of_place
from docforensics.checks.support.registered import RegisteredSide, registered_sides
from docforensics.checks.support.wording import field_at
from docforensics.checks.support.worst_side import SideOutcome, worst
from docforensics.document import Document
from docforensics.templates.comparison.paper_level import PaperLevel, paper_levels
from docforensics.templates.model import Feature, FeatureKind

_ID = "data.paper_at_values"
"""As templates name this check."""
_LEVEL = "level_by_pieces"
"""Of what templates keep of it. Until 3 December 2026 "level": a value as a whole against all paper around it, which is another measure."""
SPEC = CheckSpec(
    title="Paper at the holder's data",
    unit="standard deviations by which the paper at a value is brighter",
    contradicts=frozenset({ClaimId.PRINT_AT_DATA}),
    lights=WHITE_LIGHT,
    needs_template=True,
    min_px_per_mm=5.0,
    adverse="The paper {where} is brighter against the paper around it than on genuine documents of the model.",
    favourable="The paper at {values} values is as bright against the paper around it as on genuine documents of the model.",
    advice="Examine the marked value with a magnifier, in oblique light and under UV: look for scraped or bleached paper, a cover, and background print that stops.",
    facts={"where": str, "values": int},
    kept_facts=(_LEVEL,),
)
NOT_KEPT = undetermined(
    "the template does not state how bright the paper at values is on its captures",
    "a template learned from three or more holders",
    expected=False,
    why=Why.NO_REFERENCE_HERE,
)
FEW_VALUES = undetermined(
    "too few values are seen on the page to compare the paper at them",
    "a capture that shows all of the holder's data",
    why=Why.UNREADABLE,
)
_FEWEST_VALUES = 3
"""Of a side, whose middle is what its values show in common."""
_LEAST_SHARE = 0.5
"""Of the values that captures of the template show, which the page has to show: where light fell so unevenly that fewer were compared, one genuine picture of 30 (seen) had a value of 7. A judgement."""
_SPREAD, _PRIOR = 2.0, 3.0
"""Grey levels by which captures of one place differ, and the captures that this counts for. Judgements: nine places of ten of random designs (seen, 225) spread by .3 to 2.1 on one kind of device, other devices differ more."""
_LEAST_SPREAD = 1.35
"""Grey levels of one further capture at least, however many the template keeps: about that of six that are alike, by which the rows were set, since they are of one kind of device. A judgement."""
_MARKED_FROM = 7.6
"""Value from which a place is marked: where the row by judgement is adverse."""


def measure(document: Document) -> Outcome:
    """Measure by how much the paper at a value is brighter than on the template's captures, on the side where it is most."""
    return worst(registered_sides(document), _measure_side, NOT_KEPT, FEW_VALUES)


def own_facts(document: Document) -> Mapping[str, float]:
    """Give how bright the paper at each value of a capture is, which its template keeps."""
    sides = registered_sides(document)
    levels = [_levels(side) for side in sides] if isinstance(sides, tuple) else []
    return {of_place(_LEVEL, name): one.level for found in levels for name, one in found.items()}


def _measure_side(side: RegisteredSide) -> SideOutcome:
    kept = {one.name: _kept(side, one.name) for one in _places(side)}
    own = {name: values for name, values in kept.items() if len(values) >= FEWEST}
    if len(own) < _FEWEST_VALUES:
        return NOT_KEPT
    levels = {name: one for name, one in _levels(side).items() if name in own}
    if len(levels) < max(_FEWEST_VALUES, _LEAST_SHARE * _expected(own)):
        return FEW_VALUES
    beyond = {name: one.level - fmean(own[name]) for name, one in levels.items()}
    common = median(beyond.values())
    found = {name: (one - common) / _spread(own[name]) for name, one in beyond.items()}
    odd = sorted((name for name in found if found[name] > _MARKED_FROM), key=lambda name: -found[name])
    most = max(found, key=lambda name: found[name])
    return Measured(
        value=found[most],
        regions=tuple(side.region(levels[name].box, "paper brighter than around it") for name in odd),
        facts={"where": _where(side, levels[most]), "values": len(found)},
    )


def _places(side: RegisteredSide) -> tuple[Feature, ...]:
    """Where values are printed in white light."""
    data = side.template.of_kind(FeatureKind.PERSONAL_DATA)
    return tuple(one for one in data if one.light is Light.VISIBLE)


def _levels(side: RegisteredSide) -> Mapping[str, PaperLevel]:
    """The paper at the values of a side, by the names of their places."""
    return paper_levels(side.levelled(), side.seen, _places(side))


def _kept(side: RegisteredSide, name: str) -> tuple[float, ...]:
    """How bright the paper at one place is on the template's captures."""
    return side.template.own_values(kept_name(_ID, of_place(_LEVEL, name)))


def _expected(own: Mapping[str, Sequence[float]]) -> float:
    """Give how many values one capture of the template shows: not every holder has those of all places."""
    return sum(map(len, own.values())) / max(map(len, own.values()))


def _spread(own: Sequence[float]) -> float:
    """Give the standard deviation of one further capture against the mean of a template's own."""
    count, middle = len(own), fmean(own)
    variance = (_PRIOR * _SPREAD**2 + sum((one - middle) ** 2 for one in own)) / (_PRIOR + count - 1)
    return max(float((variance * (1 + 1 / count)) ** 0.5), _LEAST_SPREAD)


def _where(side: RegisteredSide, level: PaperLevel) -> str:
    """In words: at the field, if the template names one that the zone states."""
    field = field_at(side.side, level.box)
    return f"at the {field}" if field else "at the marked place"
