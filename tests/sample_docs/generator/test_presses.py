"""Presses: printings of one design that differ, and copies of one printing."""

import dataclasses

import numpy as np

from sample_docs.generator.designs.at_random import drawn_office, random_design
from sample_docs.generator.designs.at_random.compose import side_designs
from sample_docs.generator.elements import Lines, Picture, Text
from sample_docs.generator.jobs import Job, sheets
from sample_docs.generator.lights import View
from sample_docs.generator.presses import drawn_press, on_press
from sample_docs.generator.render import render
from sample_docs.generator.sheet import Sheet


def _texts(sheet: Sheet) -> dict[str, Text]:
    return {e.name: e for e in sheet.personal if isinstance(e, Text)}


def _sheet(copy: int, press: str = "") -> Sheet:
    return sheets(Job(design=f"random-0005{press}", copy=copy, holder=3, channel="flatbed"))[0]


def _portrait(design: int, press: int) -> Picture:
    made = random_design(design, press)[0].personalise(_sheet(1).record)
    return next(e for e in made if isinstance(e, Picture))


def test_a_press_is_always_the_same_one() -> None:
    """Its number decides, and nothing of the design."""
    assert drawn_press(7) == drawn_press(7)
    assert len({drawn_press(n).line_gain for n in range(40)}) == 40
    assert all(0.0 < drawn_press(n).data_register <= 0.2 for n in range(200))


def test_plates_stand_where_this_press_puts_them_on_every_copy() -> None:
    """The fixed print of two copies is one object, so that it is drawn once; another press prints it elsewhere and bolder or finer."""
    assert _sheet(1).under is _sheet(2).under
    drawn = side_designs(drawn_office(5))[0]
    one, other = (on_press(drawn, drawn_press(n)) for n in (5, 6))
    line, moved = (next(e for e in d.under if e.name == "guilloche-0") for d in (one, other))
    assert isinstance(line, Lines)
    assert isinstance(moved, Lines)
    assert line.width != moved.width
    assert line.path.getBounds() != moved.path.getBounds()
    assert one.key != other.key
    assert one.substrate != other.substrate


def test_a_press_has_screens_of_its_own() -> None:
    """The portrait's ruling and gain go by the press, on every copy alike."""
    seed = next(n for n in range(40) if _portrait(n, n).screen is not None)
    own, again, other = (_portrait(seed, press).screen for press in (1, 1, 2))
    assert own == again != other


def test_the_data_of_a_copy_move_together() -> None:
    """Every field by the same distance from its place, another copy by another; never so far that they leave their rows."""
    plain = {e.name: e for e in random_design(5)[0].personalise(_sheet(1).record) if isinstance(e, Text)}
    moves = []
    for copy in (1, 2, 3):
        sheet = _sheet(copy)
        moved = np.array(
            [(t.x - plain[n].x, t.y - plain[n].y) for n, t in _texts(sheet).items() if n.startswith("mrz")]
        )
        assert np.ptp(moved, axis=0).max() < 1e-9
        moves.append(moved[0])
        assert np.abs(moved).max() < 1.0
    assert np.ptp(np.array(moves), axis=0).min() > 0.0


def test_the_cut_moves_the_edge_and_not_the_print() -> None:
    """Copies are cut beside their print by a few tenths of a millimetre."""
    cuts = np.array([_sheet(copy).cut for copy in range(12)])
    assert np.abs(cuts).max() < 1.5
    assert cuts.std() > 0.03


def test_another_press_shows_in_the_picture() -> None:
    """The same record from two presses differs more than its own grain."""
    view = View()
    own, again, other = (
        render(dataclasses.replace(_sheet(1, press), seed=9), view, 8.0).astype(int)
        for press in ("", "", "-press-77")
    )
    assert (own == again).all()
    assert np.abs(own - other).mean() > 1.0
