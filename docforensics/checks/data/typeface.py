"""Whether the holder's data are set in the type face that the model's genuine documents show.

The letters and digits of the data are cut out of the page, and how they are drawn is described by twelve numbers that do not depend on the text
(`docforensics.viz.type_style`). A template keeps these numbers of its own captures, as they are and as a capture of little resolution would show them; a page is as far from the line between both means as its numbers are, in
standard deviations of one face seen under different conditions, or of those captures among each other, and of what its own lines leave open: a number is often set in another face than names are, and where
few characters stand free, which of them do decides. Blank documents that were filled in by somebody else, and data that were printed anew, often have another type face.

How it is weighed: on 30 random designs (seen; templates of six holders, four channels) 463 genuine captures measure 1.62 at most and five of them 1.4 and more; of 23 blanks that were filled in by another press three,
whose face differs much, 2.3 to 3.7. The row is adverse from 1.8. Without what a page's own lines leave open two of these genuine captures exceeded 2.45, from which it was adverse before.

Cannot see: data in the same face or one that hardly differs (two book faces with serifs, two faces without, a face and its condensed cut), in which most counterfeits of care are set; a single value in another face among
many; lower case and other scripts; pages on which fewer than twenty letters and digits stand free of each other and of line work, or whose strokes are rough or broken, where it abstains; templates that keep nothing of
their captures, or of fewer than three. Captures of one holder count as several.

Feature: personal data. Sources: PRADO glossary, personalisation; Doc 9303-2 Appendix A (technique of personalization).
"""

from collections.abc import Mapping, Sequence
from statistics import fmean

import numpy as np
from numpy.typing import NDArray

from docforensics.checks.claims import ClaimId, Why
from docforensics.checks.outcome import Measured, Outcome, not_supported, undetermined
from docforensics.checks.own_values import FEWEST
from docforensics.checks.spec import WHITE_LIGHT, CheckSpec, kept_name
from docforensics.checks.support.registered import RegisteredSide, registered_sides
from docforensics.checks.support.worst_side import SideOutcome, worst
from docforensics.document import Document
from docforensics.errors import EngineUnavailableError
from docforensics.templates.model import FeatureKind, Template
from docforensics.viz.letter_shapes import LetterShapes, joined, shapes_of
from docforensics.viz.text import TextLine
from docforensics.viz.type_style import TypeStyle, load_faces, spread_over, style_of

_ID = "data.typeface"
"""As templates name this check."""
_STYLE = tuple(f"style_{number}" for number in range(1, 13))
_COARSE = tuple(f"coarse_{number}" for number in range(1, 13))
_MISFIT = "misfit"
SPEC = CheckSpec(
    title="Type face of the holder's data",
    unit="distance from the type face of the model, standard deviations",
    contradicts=frozenset({ClaimId.PRINT_PROCESS}),
    lights=WHITE_LIGHT,
    needs_template=True,
    min_px_per_mm=5.0,
    adverse="The holder's data are set in another type face than on genuine documents of the model ({characters} characters compared).",
    favourable="The holder's data are set in the type face of genuine documents of the model ({characters} characters compared).",
    advice="Compare letters and digits of the data, such as G, R, 1 and 4, with those of a genuine document under a magnifier.",
    facts={"characters": int},
    kept_facts=(*_STYLE, *_COARSE, _MISFIT),
)
NOT_KEPT = undetermined(
    "the template does not state the type face of its captures",
    "a template learned from three or more holders",
    expected=False,
    why=Why.NO_REFERENCE_HERE,
)
FEW_CHARACTERS = undetermined(
    "too few letters and digits of the data stand free of other print to compare their type face",
    "a sharp capture of at least 100 ppi",
    why=Why.UNREADABLE,
)
NOT_CUT = undetermined(
    "the letters and digits of the data could not be cut out of the print around them",
    "a sharp capture of at least 100 ppi",
    why=Why.TOO_NOISY,
)
_PRIOR = 8.0
"""Captures that the spread of drawings of one face counts for, against what a template's own captures show: their number among which few are further apart by chance. A judgement; not fitted."""
_MOST_MISFIT = 1.8
"""Times the misfit of the template's own captures beyond which what was cut out is no character: where strokes broke, two genuine captures of a design (143, seen) had 2.4. A judgement; not fitted."""
_NO_LENGTH = 1e-9
"""Squared length of a line below which it is a point: so that nothing is divided by 0."""
_MARKED_FROM = 1.8
"""Value from which the data are marked: where the row by judgement is adverse."""
_MOST_MARKED = 8
"""Places that a picture can show."""

Styles = NDArray[np.float64]


def prepare() -> None:
    """Load what type faces are compared by."""
    load_faces()


def measure(document: Document) -> Outcome:
    """Measure how far the face of the data is from that of the template's captures, on the side where it is farthest."""
    try:
        return worst(registered_sides(document), _measure_side, NOT_KEPT, FEW_CHARACTERS, NOT_CUT)
    except EngineUnavailableError as missing:
        return not_supported("no reader of print is installed", str(missing), why=Why.NOT_INSTALLED)


def own_facts(document: Document) -> Mapping[str, float]:
    """Give the style of the data of a capture, which its template keeps; nothing where it shows none."""
    sides = registered_sides(document)
    for side in sides if isinstance(sides, tuple) else ():
        seen, coarse = _seen(side), _seen(side, coarse=True)
        if seen is not None:
            blurred = {} if coarse is None else dict(zip(_COARSE, map(float, coarse.style), strict=True))
            return {**dict(zip(_STYLE, map(float, seen.style), strict=True)), **blurred, _MISFIT: seen.misfit}
    return {}


def _measure_side(side: RegisteredSide) -> SideOutcome:
    own, misfits = _kept(side.template, _STYLE), side.template.own_values(kept_name(_ID, _MISFIT))
    if own is None or not misfits:
        return NOT_KEPT
    lines, letters = _letters(side)
    seen = style_of(joined(letters))
    if seen is None:
        return FEW_CHARACTERS
    if seen.misfit > _MOST_MISFIT * fmean(misfits):
        return NOT_CUT
    value = distance(seen.style, own, _kept(side.template, _COARSE), is_open_by=spread_over(letters))
    marked = lines[:_MOST_MARKED] if value >= _MARKED_FROM else ()
    return Measured(
        value=value,
        regions=tuple(side.region(line.box, "type face of the data") for line in marked),
        facts={"characters": seen.characters},
    )


def _seen(side: RegisteredSide, *, coarse: bool = False) -> TypeStyle | None:
    """Give the style of a side's data; `coarse` as a capture of little resolution shows them."""
    return style_of(joined(_letters(side, coarse=coarse)[1]))


def _letters(
    side: RegisteredSide, *, coarse: bool = False
) -> tuple[Sequence[TextLine], Sequence[LetterShapes]]:
    """Give the lines of a side's data, and the characters of each."""
    text = side.side.viz.text
    if text is None:
        return (), ()
    places = [one.box for one in side.template.of_kind(FeatureKind.PERSONAL_DATA)]
    view = text.glance() or text
    lines = view.values_at(places)
    return lines, [shapes_of(view, line, coarse=coarse) for line in lines]


def _kept(template: Template, facts: Sequence[str]) -> Styles | None:
    """Give the styles (n, 12) of a template's own captures; None of fewer than `FEWEST`, and where some lack a number, as those of an edited template may."""
    columns = [template.own_values(kept_name(_ID, fact)) for fact in facts]
    is_whole = len(columns[0]) >= FEWEST and len({len(one) for one in columns}) == 1
    return np.array(columns, np.float64).T if is_whole else None


def distance(style: Styles, own: Styles, coarse: Styles | None = None, *, is_open_by: float = 0.0) -> float:
    """Give how far a style (12,) lies from the mean of some (n, 12), in standard deviations of one further capture of theirs.

    `is_open_by` is the variance of that style itself, as its own lines leave it open.

    With what those captures show at little resolution, (m, 12), it is the distance from the line between both means: captures between both lie along it.
    """
    count, size = own.shape
    middle = own.mean(axis=0)
    spread = float(((own - middle) ** 2).sum()) / size / (count - 1)
    variance = (_PRIOR + count * spread) / (_PRIOR + count) * (1 + 1 / count) + is_open_by
    off = style - middle
    if coarse is not None:
        along = coarse.mean(axis=0) - middle
        off = off - along * float(np.clip(off @ along / max(along @ along, _NO_LENGTH), 0, 1))
    return float(np.sqrt((off**2).mean() / variance))
