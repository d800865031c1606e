"""The type face of the holder's data against that of the template's own captures."""

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from docforensics.checks.claims import Why
from docforensics.checks.data import typeface
from docforensics.checks.data.typeface import distance, measure, own_facts
from docforensics.checks.outcome import Abstained, Measured, Region
from docforensics.errors import EngineUnavailableError
from docforensics.page.geometry import BoxMm
from docforensics.viz.type_style import TypeStyle

LINE = SimpleNamespace(box=BoxMm(left=40, top=20, right=70, bottom=23))
DOCUMENT: Any = None
"""Its sides are given."""
OWN = np.random.default_rng(5).normal(0, 0.6, (6, 12))


BLURRED = TypeStyle(style=np.full(12, 4.0), misfit=0.006, characters=50)
"""What the same data show at little resolution."""


class Text:
    """The print of a side."""

    def __init__(self, *, fails: bool = False) -> None:
        self._fails = fails

    def glance(self) -> None:
        """Nothing is read quickly."""

    def values_at(self, places: Sequence[BoxMm]) -> tuple[Any, ...]:
        """One line."""
        del places
        if self._fails:
            raise EngineUnavailableError("not installed")
        return (LINE,)


def side(
    own: np.ndarray | None = OWN,
    coarse: np.ndarray | None = None,
    *,
    misfit: float = 0.004,
    fails: bool = False,
) -> Any:
    """A side on a template whose captures have these styles."""
    kept = {} if own is None else {f"style_{k + 1}": tuple(own[:, k]) for k in range(12)}
    kept |= {} if coarse is None else {f"coarse_{k + 1}": tuple(coarse[:, k]) for k in range(12)}
    kept |= {} if own is None else {"misfit": (misfit,) * len(own)}

    def own_values(name: str) -> tuple[float, ...]:
        return kept.get(name.removeprefix("data.typeface:"), ())

    def region(box: BoxMm, label: str) -> Region:
        return Region(side=0, box=box, label=label)

    template = SimpleNamespace(own_values=own_values, of_kind=lambda _kind: ())
    viz = SimpleNamespace(text=Text(fails=fails))
    return SimpleNamespace(template=template, side=SimpleNamespace(viz=viz), region=region)


@pytest.fixture
def examined(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Measure sides, all of whose data have a style; None is too few characters."""

    def run(seen: TypeStyle | None, *sides: Any, left_open: float = 0.0) -> Any:
        monkeypatch.setattr(typeface, "registered_sides", lambda _document: sides)
        monkeypatch.setattr(typeface, "shapes_of", lambda _text, _line, *, coarse: coarse)
        monkeypatch.setattr(typeface, "joined", any)
        monkeypatch.setattr(typeface, "style_of", lambda coarse: BLURRED if coarse else seen)
        monkeypatch.setattr(typeface, "spread_over", lambda _lines: left_open)
        return measure(DOCUMENT)

    return run


def style(aside: float = 0.0, misfit: float = 0.004) -> TypeStyle:
    """A style so many standard deviations from the captures' mean, along one axis."""
    place = OWN.mean(axis=0)
    place[2] += aside
    return TypeStyle(style=place, misfit=misfit, characters=61)


def test_data_in_the_face_of_the_model_are_near(examined: Any) -> None:
    """Nothing is marked."""
    outcome = examined(style(1.0), side())
    assert isinstance(outcome, Measured)
    assert outcome.value < 0.5
    assert outcome.regions == ()
    assert outcome.facts == {"characters": 61}


def test_data_in_another_face_are_far_and_marked(examined: Any) -> None:
    """Line by line."""
    outcome = examined(style(9.0), side())
    assert isinstance(outcome, Measured)
    assert outcome.value > 2.2
    assert [one.box for one in outcome.regions] == [LINE.box]


def test_what_its_own_lines_leave_open_makes_a_style_less_far(examined: Any) -> None:
    """A variance of three more of the captures' one halves the distance; no less is marked for it than its distance is."""
    plain, mixed = (examined(style(9.0), side(), left_open=left) for left in (0.0, 5.0))
    alone = distance(style(9.0).style, OWN)
    variance = (np.linalg.norm(style(9.0).style - OWN.mean(axis=0)) ** 2 / 12) / alone**2
    assert plain.value == pytest.approx(alone)
    assert mixed.value == pytest.approx(alone * np.sqrt(variance / (variance + 5.0)))
    assert plain.regions
    assert not mixed.regions


def test_the_side_that_is_farthest_counts(examined: Any) -> None:
    """One side of whose captures nothing is kept hides nothing."""
    far = examined(style(9.0), side(None), side(), side(OWN + 3.0))
    assert far.value == examined(style(9.0), side(OWN + 3.0)).value > examined(style(9.0), side()).value


def test_data_that_resolution_alone_sets_apart_are_near(examined: Any) -> None:
    """Half of the way to what the captures show at little resolution; what lies beyond it, or another way, is far."""
    blurred = OWN + 4.0
    half, beyond, aside = (
        TypeStyle(style=OWN.mean(axis=0) + by, misfit=0.004, characters=61)
        for by in (2.0, 8.0, np.resize([2.0, -2.0], 12))
    )
    assert examined(half, side(OWN, blurred)).value < 0.1
    assert examined(half, side(OWN)).value > 1.8
    for other in (beyond, aside):
        assert examined(other, side(OWN, blurred)).value > 1.8


@pytest.mark.parametrize(
    ("seen", "own", "why"),
    [
        (style(), None, Why.NO_REFERENCE_HERE),
        (style(), OWN[:2], Why.NO_REFERENCE_HERE),
        (None, OWN, Why.UNREADABLE),
        (style(9.0, misfit=0.0075), OWN, Why.TOO_NOISY),
    ],
)
def test_what_cannot_be_compared_is_no_finding(
    examined: Any, seen: TypeStyle | None, own: np.ndarray | None, why: Why
) -> None:
    """No template that keeps styles, few characters, or what is no character."""
    outcome = examined(seen, side(own))
    assert isinstance(outcome, Abstained)
    assert outcome.why is why


def test_numbers_that_some_captures_lack_are_no_styles(examined: Any) -> None:
    """Those of an edited template; of the coarse ones nothing is taken then, and the others count by themselves."""
    ragged = side()
    whole = ragged.template.own_values
    ragged.template.own_values = lambda name: whole(name)[: 5 if name.endswith("style_7") else 6]
    assert examined(style(9.0), ragged).why is Why.NO_REFERENCE_HERE
    half = side(OWN, OWN + 4.0)
    coarse = half.template.own_values
    half.template.own_values = lambda name: coarse(name)[: 5 if name.endswith("coarse_7") else 6]
    assert examined(style(9.0), half).value == examined(style(9.0), side()).value


def test_without_a_reader_nothing_is_measured(examined: Any) -> None:
    """It is an extra."""
    outcome = examined(style(), side(fails=True))
    assert isinstance(outcome, Abstained)
    assert outcome.why is Why.NOT_INSTALLED


def test_a_template_keeps_the_style_of_its_captures(monkeypatch: pytest.MonkeyPatch, examined: Any) -> None:
    """And nothing of one that shows too few characters."""
    examined(style(2.0), side(None))
    kept = own_facts(DOCUMENT)
    assert kept["misfit"] == 0.004
    assert [kept[f"style_{k}"] for k in (1, 3)] == pytest.approx(
        [OWN.mean(axis=0)[0], OWN.mean(axis=0)[2] + 2.0]
    )
    assert set(kept) == set(typeface.SPEC.kept_facts)
    assert {kept[f"coarse_{k}"] for k in range(1, 13)} == {4.0}
    monkeypatch.setattr(typeface, "style_of", lambda _shapes: None)
    assert own_facts(DOCUMENT) == {}


def test_captures_that_differ_among_each_other_widen_what_is_near() -> None:
    """Those that hardly do narrow it by less, since there are few of them."""
    aside = np.full(12, 1.5)
    wide, usual, narrow = (distance(aside, OWN * factor) for factor in (4.0, 1.0, 0.1))
    assert wide < usual < narrow < 2.2 * usual
