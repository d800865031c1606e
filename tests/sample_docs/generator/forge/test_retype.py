"""Digital retyping."""

from sample_docs.generator.elements import Text
from sample_docs.generator.forge.retype import cells, differing
from sample_docs.generator.ink import MRZ_BLACK

LINE = Text(name="mrz-0", text="ABCDEFGH", x=6.0, y=70.0, size=3.5, ink=MRZ_BLACK, pitch=2.54)


def test_only_cells_that_differ_are_retyped() -> None:
    """One change a run, in its own cells."""
    (first, new_first), (second, new_second) = differing(LINE, "AXYDEFGZ")
    assert (first.text, new_first.text, second.text, new_second.text) == ("BC", "XY", "H", "Z")
    assert abs(first.x - (6.0 + 2.54)) < 1e-9
    assert new_second.x == second.x


def test_equal_lines_need_no_change() -> None:
    """Nothing is touched."""
    assert differing(LINE, LINE.text) == ()


def test_cells_keep_place_and_pitch() -> None:
    """The third cell starts two pitches on."""
    assert abs(cells(LINE, 2, 4).x - 11.08) < 1e-9
    assert cells(LINE, 2, 4).width == 2 * 2.54
