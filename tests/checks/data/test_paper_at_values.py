"""The paper at values against that of the template's own captures."""

from collections.abc import Mapping, Sequence
from types import SimpleNamespace
from typing import Any

import pytest

from docforensics.capture.light import Light
from docforensics.checks.claims import Why
from docforensics.checks.data import paper_at_values
from docforensics.checks.data.paper_at_values import SPEC, measure, own_facts
from docforensics.checks.outcome import Abstained, Measured, Region
from docforensics.page.geometry import BoxMm
from docforensics.templates.comparison.paper_level import PaperLevel

DOCUMENT: Any = None
"""Its sides are given."""
NAMES = ("surname", "date-of-birth", "date-of-expiry", "document-number")
OWN: Mapping[str, Sequence[float]] = {"surname": (0.0, 1.0, -1.0), "date-of-birth": (12.0, 13.0, 11.0), "date-of-expiry": (1.0, 0.0, 2.0), "document-number": (2.0, -6.0, 10.0)}  # fmt: skip
ADVERSE = 4.0


def box(name: str) -> BoxMm:
    """Where a value lies."""
    top = 10.0 * NAMES.index(name) if name in NAMES else 90.0
    return BoxMm(left=10, top=top, right=30, bottom=top + 3)


def side(own: Mapping[str, Sequence[float]] = OWN, *, places: tuple[str, ...] = NAMES) -> Any:
    """A side on a template whose captures show these levels."""

    def region(where: BoxMm, label: str) -> Region:
        return Region(side=0, box=where, label=label)

    def own_values(name: str) -> Sequence[float]:
        return own.get(name.removeprefix("data.paper_at_values:level_by_pieces@"), ())

    features = [SimpleNamespace(name=name, box=box(name), light=Light.VISIBLE) for name in places]
    features.append(SimpleNamespace(name="ir-surname", box=box("surname"), light=Light.IR))
    template = SimpleNamespace(own_values=own_values, of_kind=lambda _kind: tuple(features))
    return SimpleNamespace(
        template=template,
        region=region,
        levelled=lambda: None,
        seen=None,
        side=SimpleNamespace(match=SimpleNamespace(template=template)),
    )


@pytest.fixture
def examined(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Measure a side whose values show levels."""

    def run(levels: dict[str, float], given: Any = None) -> Any:
        def shown(_page: Any, _seen: Any, places: Any) -> dict[str, PaperLevel]:
            names = [one.name for one in places]
            assert "ir-surname" not in names
            return {
                name: PaperLevel(level=one, box=box(name)) for name, one in levels.items() if name in names
            }

        monkeypatch.setattr(paper_at_values, "paper_levels", shown)
        monkeypatch.setattr(paper_at_values, "registered_sides", lambda _document: (given or side(),))
        return measure(DOCUMENT)

    return run


def levels(common: float = 0.0, **beyond: float) -> dict[str, float]:
    """What a page shows: the means of the captures, and what is beyond them."""
    means = {name: sum(values) / len(values) for name, values in OWN.items()}
    return {name: mean + common + beyond.get(name.replace("-", "_"), 0.0) for name, mean in means.items()}


def test_a_page_as_the_captures_is_in_order(examined: Any) -> None:
    """Whatever panel a value stands on."""
    outcome = examined(levels())
    assert isinstance(outcome, Measured)
    assert abs(outcome.value) < 0.1
    assert outcome.regions == ()
    assert outcome.facts["values"] == 4


def test_paper_that_is_brighter_at_one_value_is_marked(examined: Any) -> None:
    """And named."""
    outcome = examined(levels(date_of_expiry=20.0))
    assert isinstance(outcome, Measured)
    assert outcome.value > ADVERSE
    assert [one.box for one in outcome.regions] == [box("date-of-expiry")]
    assert outcome.facts["where"] == "at the date of expiry"


def test_what_all_values_show_is_the_camera(examined: Any) -> None:
    """Bright rims round all print."""
    assert abs(examined(levels(common=15.0)).value) < 0.1
    assert examined(levels(common=15.0, date_of_expiry=20.0)).value > ADVERSE


def test_a_place_that_differs_from_capture_to_capture_needs_more(examined: Any) -> None:
    """As the captures show it."""
    assert examined(levels(document_number=20.0)).value < examined(levels(surname=20.0)).value / 2


def test_many_captures_that_are_alike_make_no_page_more_adverse_than_six(examined: Any) -> None:
    """They are of one kind of device, and a page may be of another."""
    few, many = (
        examined(
            levels(surname=5.0), side({name: (sum(values) / 3,) * count for name, values in OWN.items()})
        )
        for count in (6, 60)
    )
    assert many.value <= 1.05 * few.value


def test_half_of_the_values_alike_are_not_told_from_the_camera(examined: Any) -> None:
    """As the check states."""
    assert examined(levels(surname=20.0, date_of_birth=20.0, document_number=20.0)).value < 1.0


def test_places_that_few_holders_fill_are_not_expected(examined: Any) -> None:
    """Of six captures three show them; an ordinary page shows none."""
    whole = {name: values * 2 for name, values in list(OWN.items())[:3]}
    page = dict(list(levels().items())[:3])
    for count, expected in ((4, Measured), (9, Abstained)):
        own = {**whole, **{f"title-{k}": (0.0, 0.0, 0.0) for k in range(count)}}
        assert isinstance(examined(page, side(own, places=tuple(own))), expected)


def test_darker_paper_is_not_adverse(examined: Any) -> None:
    """Dirt and shadow are no erasure."""
    assert examined(levels(date_of_expiry=-20.0)).value < 1.0


@pytest.mark.parametrize(
    ("shown", "own", "why"),
    [
        (levels(), {}, Why.NO_REFERENCE_HERE),
        (levels(), {name: values[:2] for name, values in OWN.items()}, Why.NO_REFERENCE_HERE),
        (levels(), dict(list(OWN.items())[:2]), Why.NO_REFERENCE_HERE),
        (dict(list(levels(surname=40.0).items())[:2]), OWN, Why.UNREADABLE),
    ],
    ids=["nothing kept", "few captures", "few places kept", "few values seen"],
)
def test_what_cannot_be_compared_is_no_finding(
    examined: Any, shown: dict[str, float], own: Mapping[str, Sequence[float]], why: Why
) -> None:
    """It abstains."""
    outcome = examined(shown, side(own))
    assert isinstance(outcome, Abstained)
    assert outcome.why is why


def test_most_places_have_to_be_seen(examined: Any) -> None:
    """Where light falls so unevenly that few are compared, these say nothing either."""
    few = dict(list(levels(surname=40.0).items())[:3])
    assert isinstance(examined(few), Measured)
    more = {**OWN, "a": (0.0,) * 3, "b": (0.0,) * 3, "c": (0.0,) * 3}
    assert isinstance(examined(few, side(more, places=(*NAMES, "a", "b", "c"))), Abstained)


def test_a_template_keeps_the_level_of_each_value(examined: Any) -> None:
    """By the names of its places, under the fact that is declared."""
    examined(levels(surname=3.0))
    kept = own_facts(DOCUMENT)
    assert kept["level_by_pieces@surname"] == pytest.approx(3.0)
    assert set(kept) == {f"level_by_pieces@{name}" for name in NAMES}
    assert all(map(SPEC.keeps, kept))
    assert not SPEC.keeps("levels_by_pieces@surname")
