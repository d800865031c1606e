"""Pieces of print on one row are one text; what stands apart, or is set otherwise, is none of it."""

from collections.abc import Callable

from docforensics.page.geometry import BoxMm
from docforensics.viz.fields.rows import goes_on, in_rows
from docforensics.viz.fields.sought import check_number
from docforensics.viz.fields.zone import FieldState, PrintedZone
from docforensics.viz.text import TextLine

Placed = Callable[..., TextLine]


def test_a_piece_goes_on_with_what_stands_right_behind_it() -> None:
    """Not with what is two heights away, lower, smaller, or before it."""

    def box(left: float, top: float = 0.0, height: float = 2.0) -> BoxMm:
        return BoxMm(left=left, top=top, right=left + 5, bottom=top + height)

    assert goes_on(box(0), box(7))
    assert not goes_on(box(0), box(9.5))
    assert not goes_on(box(0), box(7, top=1.0))
    assert not goes_on(box(0), box(7, height=1.2))
    assert not goes_on(box(7), box(0))


def test_a_number_in_groups_is_found_and_boxed_as_a_whole(
    placed: Placed, zone: Callable[..., PrintedZone]
) -> None:
    """Whatever order its pieces were found in; across a gap of two columns it is not."""
    first, second, third = placed("L8", 10, 10), placed("989", 17, 10), placed("02C3", 26, 10)
    other = placed("UTOPIAN", 10, 20)
    assert in_rows([third, other, second, first]) == (first, second, third, other)
    found = check_number(zone(first, other, third, second), "L898902C3")
    assert found.state is FieldState.AGREES
    assert found.box is not None
    assert (found.box.left, found.box.right) < (first.box.right, third.box.right + 3)
    assert found.box.right > third.box.left
    apart = check_number(zone(first, second, placed("02C3", 60, 10)), "L898902C3")
    assert apart.state is FieldState.NOT_SEEN
